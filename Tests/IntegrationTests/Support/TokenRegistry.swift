import Foundation
import Subprocess

/// A registry on the loopback of the tests' engine that answers nobody without a token, as Docker Hub. Whoever asks for a token is
/// given one; it opens `open`, and not `closed`. What it has is an image of busybox whose entry point fails.
struct TokenRegistry: Sendable {
    /// `localhost:PORT`, as the engine reaches it.
    let address: String

    private static let server = #"""
        import gzip, hashlib, http.server, io, json, platform, sys, tarfile
        port = int(sys.argv[1])
        def digest(data): return "sha256:" + hashlib.sha256(data).hexdigest()
        layer = io.BytesIO()
        with tarfile.open(fileobj=layer, mode="w") as tar:
            for name in ["sh", "true", "false"]: tar.add("/bin/busybox", "bin/" + name)
        packed = gzip.compress(layer.getvalue())
        machine = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
        config = json.dumps({"architecture": machine, "os": "linux",
            "config": {"Env": ["PATH=/bin"], "Entrypoint": ["/bin/false"]},
            "rootfs": {"type": "layers", "diff_ids": [digest(layer.getvalue())]}}).encode()
        types = "application/vnd.docker."
        def part(kind, data): return {"mediaType": types + kind, "size": len(data), "digest": digest(data)}
        manifest = json.dumps({"schemaVersion": 2, "mediaType": types + "distribution.manifest.v2+json",
            "config": part("container.image.v1+json", config),
            "layers": [part("image.rootfs.diff.tar.gzip", packed)]}).encode()
        blobs = {digest(data): data for data in [config, packed, manifest]}
        class Answers(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path.startswith("/token"): return self.answer(200, b'{"token": "anonymous"}', "application/json")
                is_open = self.headers.get("Authorization") == "Bearer anonymous" and self.path.startswith("/v2/open/")
                if not is_open: return self.answer(401, b"{}", "application/json")
                name = self.path.split("/")[-1]
                data = manifest if name == "1" else blobs.get(name)
                if data is None: return self.answer(404, b"{}", "application/json")
                is_manifest = "/manifests/" in self.path
                self.answer(200, data, types + "distribution.manifest.v2+json" if is_manifest else "application/octet-stream")
            do_HEAD = do_GET
            def answer(self, status, data, kind):
                self.send_response(status)
                if status == 401:
                    realm = f'Bearer realm="http://localhost:{port}/token",service="test",scope="repository:x:pull"'
                    self.send_header("Www-Authenticate", realm)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.send_header("Docker-Content-Digest", digest(data))
                self.end_headers()
                if self.command != "HEAD": self.wfile.write(data)
        http.server.ThreadingHTTPServer(("127.0.0.1", port), Answers).serve_forever()
        """#

    /// Serves while the body runs.
    static func with(_ body: @escaping @Sendable (TokenRegistry) async throws -> Void) async throws {
        let address = try TestEngine.address()
        let engine = try await Shell.run("pgrep --full --oldest -- '^[^ ]*dockerd .*--host \(address)( |$)'")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let inside = ["--target", engine, "--net"]
        let port = try await Shell.run(
            """
            nsenter \(inside.joined(separator: " ")) python3 -c \
            'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
            """
        ).trimmingCharacters(in: .whitespacesAndNewlines)
        _ = try await Subprocess.run(
            .name("nsenter"), arguments: .init(inside + ["python3", "-c", server, port]), input: .none,
            output: .discarded, error: .discarded
        ) { execution in
            defer { try? execution.send(signal: .terminate) }
            let enter = "nsenter \(inside.joined(separator: " ")) bash -c 'exec 3<>/dev/tcp/127.0.0.1/\(port)'"
            for _ in 0..<100 {
                if (try? await Shell.run(enter)) != nil { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            try await body(TokenRegistry(address: "localhost:\(port)"))
        }
    }
}
