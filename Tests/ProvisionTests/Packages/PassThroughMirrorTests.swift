import Foundation
import Testing

@testable import Provision

@Suite struct PassThroughMirrorTests {
    @Test func eachFileIsNamedByTheScriptAndItsSource() throws {
        let index = "Package: a\nFilename: pool/main/a/a_1.deb\nSize: 1\n"
        #expect(
            try printed(by: "/bin/sed", ["--expression", PassThroughMirror.passing(2)], index)
                == "Package: a\nFilename: ../cgi-bin/get/2/pool/main/a/a_1.deb\nSize: 1\n")
    }

    private func printed(
        by program: String, _ arguments: [String], _ input: String = "", environment: [String: String] = [:]
    ) throws -> String {
        let process = Process()
        let (given, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = environment
        process.standardInput = given
        process.standardOutput = output
        try process.run()
        given.fileHandleForWriting.write(Data(input.utf8))
        try given.fileHandleForWriting.close()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func onlySourcesThatAWebServerReachesArePassed() {
        let indexes = AptRoot.indexes("/l/a_Packages|http://deb.example/debian/\n/l/b|file:/srv/debian/\nnonsense\n")
        #expect(indexes == [AptRoot.Index(file: "/l/a_Packages", source: "http://deb.example/debian/")])
    }

    /// Run by the shell that will run it, with `echo` in wget's place.
    @Test(arguments: [
        (
            "/0/pool/main/h/h_1.deb",
            "Content-Type: application/octet-stream\r\n\r\nhttp://one.example/debian/pool/main/h/h_1.deb\n"
        ),
        ("/1/a~b+c.deb", "Content-Type: application/octet-stream\r\n\r\nhttps://two.example/it's/a~b+c.deb\n"),
        ("/2/pool/a.deb", "Status: 404 Not Found\r\n\r\n"), ("/0/../etc/passwd", "Status: 404 Not Found\r\n\r\n"),
        ("", "Status: 404 Not Found\r\n\r\n"),
    ])
    func theScriptPassesWhatIsBelowASource(path: String, printed: String) throws {
        let script = PassingScript(
            sources: ["http://one.example/debian/", "https://two.example/it's"],
            proxies: ["Acquire::http::Proxy \"http://proxy.example:3128/\";", "Acquire::https::Proxy \"DIRECT\";"])
        #expect(script.text.contains("export http_proxy='http://proxy.example:3128/'\n"))
        #expect(!script.text.contains("https_proxy"))
        let shown = script.text.replacingOccurrences(of: "exec /bin/busybox wget -q -O -", with: "echo")
        #expect(try self.printed(by: "/bin/sh", ["-c", shown], environment: ["PATH_INFO": path]) == printed)
    }
}
