/// What a Docker 20.10 says, in the fields that are read of it.
enum StubTexts {
    static func version(_ version: String) -> String {
        """
        {"Version":"20.10.24","ApiVersion":"\(version)","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64",\
        "KernelVersion":"6.1.0","Components":[{"Name":"Engine","Version":"20.10.24"}]}
        """
    }

    static let info = """
        {"ID":"STUB","Name":"stub","ServerVersion":"20.10.24","Driver":"overlay2","CgroupVersion":"2",\
        "CgroupDriver":"cgroupfs","KernelVersion":"6.1.0","OperatingSystem":"Debian GNU/Linux 12 (bookworm)",\
        "Architecture":"x86_64","NCPU":2,"MemTotal":8000000000,"DockerRootDir":"/var/lib/docker",\
        "Runtimes":{"runc":{"path":"runc"}},"DefaultRuntime":"runc","SecurityOptions":null,"Containers":0,"Images":1,\
        "Warnings":null}
        """

    static let imageSummary = """
        {"Id":"\(StubEngine.imageID)","ParentId":"","RepoTags":["stub:latest"],"RepoDigests":null,"Created":1700000000,\
        "Size":1000000,"Labels":{"plimsoll":"1"}}
        """

    static let diskUsage = """
        {"LayersSize":1000000,"Images":[\(imageSummary)],"Containers":[],"Volumes":[],"BuildCache":[]}
        """

    static let image = """
        {"Id":"\(StubEngine.imageID)","Parent":"","RepoTags":["stub:latest"],"RepoDigests":[],\
        "Created":"2026-11-22T18:50:53.019504442Z","Size":1000000,"VirtualSize":1000000,"Architecture":"amd64",\
        "Config":{"Env":["PATH=/usr/bin"],"Cmd":["true"],"Entrypoint":null,"WorkingDir":"/work","User":"",\
        "Labels":{"plimsoll":"1"}},"RootFS":{"Type":"layers","Layers":["sha256:aa"]}}
        """

    static let container = """
        {"Id":"\(StubEngine.containerID)","Name":"/stub","Image":"\(StubEngine.imageID)",\
        "Created":"2026-11-22T18:50:50.000000000Z","State":{"Status":"exited","Running":false,"OOMKilled":false,"Pid":0,\
        "ExitCode":0,"Error":"","StartedAt":"2026-11-22T18:50:51.000000001Z","FinishedAt":"2026-11-22T18:50:53.000000002Z"},\
        "Config":{"Env":[],"Cmd":["true"],"Labels":{"plimsoll":"1"}},"NetworkSettings":{"Networks":{}}}
        """

    static let legacyLines =
        [
            step(1, "FROM base:1", cached: false), step(2, "COPY . .", cached: true),
            step(3, "RUN make", cached: true), step(4, "CMD [\"make\", \"check\"]", cached: true),
        ].joined() + [
            #"{"aux":{"ID":"\#(StubEngine.imageID)"}}"#,
            #"{"stream":"Successfully built 1a2b1a2b1a2b\n"}"#,
        ]

    static let buildKitLines = [
        BuildKitTrace.line([
            .init("sha256:01", "[internal] load remote build context", started: 1000, completed: 1000.01),
            .init(
                "sha256:02", "[1/3] FROM docker.io/library/base:1", cached: true, started: 1000.02, completed: 1000.02),
            .init("sha256:03", "[2/3] COPY . .", cached: true, started: 1000.02, completed: 1000.02),
            .init("sha256:04", "[3/3] RUN make", cached: true, started: 1000.02, completed: 1000.02),
            .init("sha256:05", "exporting to image", started: 1000.03, completed: 1000.04),
        ]),
        BuildKitTrace.image(StubEngine.imageID),
    ]

    /// A tar with one empty file: its header and the two blocks of zeros that end it.
    static let tar: [UInt8] = {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        put("report.xml", at: 0)
        put("0000644\u{0}0000000\u{0}0000000\u{0}00000000000\u{0}00000000000\u{0}", at: 100)
        put("        0", at: 148)
        put("ustar  ", at: 257)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", at: 148)
        return header + [UInt8](repeating: 0, count: 1024)
    }()

    private static func step(_ number: Int, _ instruction: String, cached: Bool) -> [String] {
        let text = instruction.replacing("\"", with: "\\\"")
        return [
            #"{"stream":"Step \#(number)/4 : \#(text)"}"#, #"{"stream":"\n"}"#,
        ] + (cached ? [#"{"stream":" ---\u003e Using cache\n"}"#] : []) + [
            #"{"stream":" ---\u003e 0123456789ab\n"}"#
        ]
    }
}
