import Foundation

/// A program in place of docker-registry: the real one behind a proxy that refuses what a repository's name asks for.
///
/// `releases/push401-…` answers pushes with 401, `releases/pull500-…` pulls with 500, and so on. The first upload to
/// `releases/cut-…` is cut after its first bytes.
enum RefusingRegistry {
    /// Writes the program into a directory. Plimsoll takes it where that stands first in `PATH`.
    static func write(to scratch: Scratch, directory: String) async throws {
        try scratch.write(program, to: "\(directory)/docker-registry")
        try await Shell.run("chmod +x \(scratch.path("\(directory)/docker-registry"))")
    }

    private static let program = #"""
        #!/usr/bin/python3
        import http.client, http.server, json, os, re, signal, socket, subprocess, sys, time
        real = "/usr/bin/docker-registry"
        if sys.argv[1:2] != ["serve"]: os.execv(real, [real] + sys.argv[1:])
        config = json.load(open(sys.argv[2]))
        port = int(config["http"]["addr"].lstrip(":"))
        config["http"]["addr"] = f"127.0.0.1:{port + 1000}"
        with open(sys.argv[2] + ".real", "w") as file: json.dump(config, file)
        server = subprocess.Popen([real, "serve", sys.argv[2] + ".real"])
        def end(*_):
            server.kill()
            server.wait()
            os._exit(0)
        signal.signal(signal.SIGTERM, end)
        for _ in range(200):
            try: socket.create_connection(("127.0.0.1", port + 1000)).close()
            except OSError: time.sleep(0.02)
            else: break
        codes = {401: "UNAUTHORIZED", 429: "TOOMANYREQUESTS", 500: "UNKNOWN"}
        cut = set()
        class Proxy(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *_): pass
            def body(self):
                if self.headers.get("Transfer-Encoding") != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length") or 0))
                data = b""
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    data += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return data
            def refusal(self):
                name = re.match(r"/v2/releases/(push|pull)(\d+)-", self.path)
                if not name: return None
                is_asked = self.command in ("POST", "PATCH", "PUT") if name[1] == "push" else self.command == "GET"
                return int(name[2]) if is_asked else None
            def serve(self):
                if self.command == "PATCH" and self.path.startswith("/v2/releases/cut-") and not cut:
                    cut.add(self.path)
                    self.rfile.read(1000)
                    self.close_connection = True
                    return self.connection.shutdown(socket.SHUT_RDWR)
                data = self.body()
                if status := self.refusal():
                    words = {"code": codes[status], "message": f"planted {status}"}
                    return self.reply(status, {"Content-Type": "application/json"}, json.dumps({"errors": [words]}).encode())
                to = http.client.HTTPConnection("127.0.0.1", port + 1000)
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("transfer-encoding", "content-length")}
                to.request(self.command, self.path, data, headers)
                answer = to.getresponse()
                self.reply(answer.status, dict(answer.getheaders()), answer.read())
                to.close()
            def reply(self, status, headers, data):
                self.send_response_only(status)
                for name, value in headers.items():
                    if name.lower() not in ("transfer-encoding", "connection", "content-length"): self.send_header(name, value)
                length = headers.get("Content-Length") if self.command == "HEAD" else str(len(data))
                self.send_header("Content-Length", length or "0")
                self.end_headers()
                self.wfile.write(data)
            do_GET = do_HEAD = do_POST = do_PATCH = do_PUT = do_DELETE = serve
        http.server.ThreadingHTTPServer(("0.0.0.0", port), Proxy).serve_forever()
        """#
}
