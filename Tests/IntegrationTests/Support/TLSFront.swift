import Foundation
import Subprocess

/// A TLS server on loopback before the tests' engine, with real certificates: it asks its clients for theirs.
struct TLSFront: Sendable {
    /// `tcp://localhost:PORT`.
    let address: String
    /// A folder as `DOCKER_CERT_PATH` names one, of a client that is trusted and trusts.
    let client: String
    /// One whose client trusts another authority.
    let distrusting: String
    /// One whose client's certificate is another authority's.
    let distrusted: String

    /// Serves while the body runs.
    static func with(_ scratch: Scratch, _ body: @escaping @Sendable (TLSFront) async throws -> Void) async throws {
        for authority in ["own", "other"] { try await makeCertificates(of: authority, scratch) }
        try await Shell.run(
            """
            cd \(scratch.path(""))
            mkdir distrusting distrusted
            cp own/{cert,key}.pem distrusting/ && cp other/ca.pem distrusting/
            cp other/{cert,key}.pem distrusted/ && cp own/ca.pem distrusted/
            """)
        let port = try await Shell.run(
            "python3 -c 'import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 0)); print(s.getsockname()[1])'"
        )
        .trimmingCharacters(in: .whitespacesAndNewlines)
        let socket = try TestEngine.address().replacingOccurrences(of: "unix://", with: "")
        let front = TLSFront(
            address: "tcp://localhost:\(port)", client: scratch.plain("own"),
            distrusting: scratch.plain("distrusting"), distrusted: scratch.plain("distrusted"))
        let listen = "OPENSSL-LISTEN:\(port),bind=127.0.0.1,reuseaddr,fork,cert=own/server.pem,key=own/server-key.pem"
        _ = try await Subprocess.run(
            .path("/usr/bin/socat"),
            arguments: [listen + ",cafile=own/ca.pem,verify=1", "UNIX-CONNECT:\(socket)"],
            workingDirectory: .init(scratch.root), input: .none, output: .discarded, error: .discarded
        ) { execution in
            defer { try? execution.send(signal: .terminate) }
            try await waitForListener(port: port)
            try await body(front)
        }
    }

    /// An authority, a server's certificate for localhost, and a client's.
    private static func makeCertificates(of authority: String, _ scratch: Scratch) async throws {
        try await Shell.run(
            """
            mkdir \(scratch.path(authority)) && cd \(scratch.path(authority))
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=\(authority) -keyout ca-key.pem -out ca.pem
            printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\nextendedKeyUsage=serverAuth,clientAuth\\n' > extensions
            for name in server client; do
                openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout $name-key.pem -out $name.csr
                openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 \\
                    -extfile extensions -out $name.pem
            done
            mv client.pem cert.pem && mv client-key.pem key.pem
            """)
    }

    private static func waitForListener(port: String) async throws {
        for _ in 0..<100 {
            if (try? await Shell.run("exec 3<>/dev/tcp/127.0.0.1/\(port)")) != nil { return }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
