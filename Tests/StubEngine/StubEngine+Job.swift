extension StubEngine {
    /// The id of the image that ``jobRoutes(version:)`` builds.
    public static let imageID = "sha256:" + String(repeating: "1a2b", count: 16)
    /// The id of the container that it creates.
    public static let containerID = String(repeating: "3c4d", count: 16)

    /// Answers a whole job at once, as an engine would that had nothing to do: build by either builder (every step from
    /// the cache), create, start, wait, inspect (the command ran 2 s), logs, archive, remove; and lists that hold
    /// nothing else.
    public static func jobRoutes(version: String = "1.41") -> StubRoutes {
        StubRoutes(version: version)
            .on("GET /version", .json(StubTexts.version(version)))
            .on("GET /info", .json(StubTexts.info))
            .on("GET /system/df", .json(StubTexts.diskUsage))
            .on("GET /events", .stream([.silence]))
            .on("POST /build") { .lines($0.value("version") == "2" ? StubTexts.buildKitLines : StubTexts.legacyLines) }
            // Agreed to, and then silent: it asks nothing back.
            .on("POST /session", StubAnswer(status: 101, headers: ["Connection": "Upgrade", "Upgrade": "h2c"]))
            .on("POST /build/prune", .json(#"{"CachesDeleted":null,"SpaceReclaimed":0}"#))
            .on("GET /images/json", .json("[\(StubTexts.imageSummary)]"))
            .on("GET /images/**/json", .json(StubTexts.image))
            .on("GET /images/**/history", .json("[]"))
            .on("POST /images/create", .lines([#"{"status":"\#(imageID)"}"#]))
            .on("POST /images/**/tag", .status(201))
            .on("DELETE /images/**", .json(#"[{"Deleted":"\#(imageID)"}]"#))
            .on("GET /containers/json", .json("[]"))
            .on("POST /containers/create", .json(#"{"Id":"\#(containerID)","Warnings":[]}"#, status: 201))
            .on("POST /containers/*/start", .status(204))
            .on("POST /containers/*/wait", .json(#"{"Error":null,"StatusCode":0}"#))
            .on("POST /containers/*/kill", .status(204))
            .on("POST /containers/*/stop", .status(204))
            .on("GET /containers/*/json", .json(StubTexts.container))
            .on("GET /containers/*/logs", .stream([.bytes([1, 0, 0, 0, 0, 0, 0, 3] + Array("ok\n".utf8))]))
            .on("GET /containers/*/archive", .stream([.bytes(StubTexts.tar)]))
            .on("GET /containers/*/export", .stream([.bytes(StubTexts.tar)]))
            .on("PUT /containers/*/archive", .status(200))
            .on("DELETE /containers/*", .status(204))
            .on("POST /containers/prune", .json(#"{"ContainersDeleted":null,"SpaceReclaimed":0}"#))
            .on("GET /volumes", .json(#"{"Volumes":null,"Warnings":null}"#))
            .on("POST /volumes/prune", .json(#"{"VolumesDeleted":null,"SpaceReclaimed":0}"#))
            .on("GET /networks", .json("[]"))
            .on("POST /networks/prune", .json(#"{"NetworksDeleted":null}"#))
    }
}
