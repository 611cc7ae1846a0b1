import Foundation
import StubEngine

/// What an engine answers that has been built on for years: many images of one CI, much build cache. All made up, but of the
/// shape and length of real answers.
struct FullEngine {
    private let images: Int
    private let records: Int

    init(images: Int, records: Int) {
        self.images = images
        self.records = records
    }

    /// The stub's routes for it.
    var routes: StubRoutes {
        let list = "[" + (0..<images).map(summary).joined(separator: ",") + "]"
        let cache = "[" + (0..<records).map(record).joined(separator: ",") + "]"
        let usage = #"{"LayersSize":1,"Images":[],"Containers":[],"Volumes":[],"BuildCache":\#(cache)}"#
        let inspections = Dictionary(uniqueKeysWithValues: (0..<images).map { (id($0), inspection($0)) })
        let histories = Dictionary(uniqueKeysWithValues: (0..<images).map { (id($0), history($0)) })
        return StubEngine.jobRoutes()
            .on("GET /images/json", .json(list))
            .on("GET /containers/json", .json("[]"))
            .on("GET /system/df", .json(usage))
            .on("GET /images/*/json") { request in
                inspections[Self.identifier(in: request.path)].map { .json($0) } ?? .error(404, "no such image")
            }
            .on("GET /images/*/history") { request in
                histories[Self.identifier(in: request.path)].map { .json($0) } ?? .error(404, "no such image")
            }
    }

    private static func identifier(in path: String) -> String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    /// An image stands on one of 4 bases, one of 40 sets of packages, one of 400 sets of requirements, and its own source.
    private func layers(_ image: Int) -> [(id: String, size: Int)] {
        let parts = [
            ("base", image % 4, 120_000_000), ("packages", image % 40, 90_000_000),
            ("requirements", image % 400, 40_000_000),
        ]
        var layers: [(String, Int)] = []
        for (name, number, size) in parts {
            for step in 0..<2 { layers.append(("sha256:" + hex("\(name)-\(number)-\(step)"), size + number)) }
        }
        return layers + [("sha256:" + hex("source-\(image)"), 1_000_000 + image)]
    }

    private func size(_ image: Int) -> Int { layers(image).reduce(0) { $0 + $1.size } }

    private func id(_ image: Int) -> String { "sha256:" + hex("image-\(image)") }

    private func summary(_ image: Int) -> String {
        """
        {"Containers":-1,"Created":\(1_700_000_000 + image),"Id":"\(id(image))","Labels":{"ci.job":"job-\(image % 50)"},\
        "ParentId":"","RepoDigests":null,"RepoTags":["ci/job-\(image % 50):\(image)"],"SharedSize":-1,\
        "Size":\(size(image)),"VirtualSize":\(size(image))}
        """
    }

    private func inspection(_ image: Int) -> String {
        let layers = layers(image).map { "\"\($0.id)\"" }.joined(separator: ",")
        let variables = (0..<12).map { "\"CI_VARIABLE_\($0)=a value of some length\"" }.joined(separator: ",")
        let folders = (0..<6).map { "/var/lib/docker/overlay2/\(hex("\(image)-\($0)"))/diff" }.joined(separator: ":")
        return """
            {"Id":"\(id(image))","RepoTags":["ci/job-\(image % 50):\(image)"],"RepoDigests":[],"Parent":"","Comment":\
            "buildkit.dockerfile.v0","Created":"2020-01-02T03:04:05.678901234Z","Container":"","Author":"","Config":{"Hostname":\
            "","User":"","Env":[\(variables)],"Cmd":["tox"],"Image":"","WorkingDir":"/src","Entrypoint":null,"Labels":{"ci.job":\
            "job-\(image % 50)"}},"Architecture":"amd64","Os":"linux","Size":\(size(image)),"VirtualSize":\(size(image)),\
            "GraphDriver":{"Data":{"LowerDir":"\(folders)"},"Name":"overlay2"},"RootFS":{"Type":"layers","Layers":[\(layers)]},\
            "Metadata":{"LastTagTime":"\(instant(image))"}}
            """
    }

    private func history(_ image: Int) -> String {
        let steps = layers(image).reversed().map {
            #"{"Comment":"","Created":1700000000,"CreatedBy":"RUN /bin/sh -c step","Id":"<missing>","Size":\#($0.size),"Tags":null}"#
        }
        return "[" + steps.joined(separator: ",") + "]"
    }

    private func record(_ number: Int) -> String {
        let parent = number % 5 == 0 ? "" : hex("record-\(number - 1)").prefix(25)
        return """
            {"ID":"\(hex("record-\(number)").prefix(25))","Parent":"\(parent)","Type":"regular","Description":"mount / from exec \
            /bin/sh -c apt-get install -y package-\(number)","InUse":false,"Shared":\(number % 3 == 0),"Size":\(1_000_000 + number),\
            "CreatedAt":"2020-01-02T03:04:05.678901234Z","LastUsedAt":"\(instant(number))","UsageCount":\(number % 7)}
            """
    }

    private func instant(_ number: Int) -> String {
        String(
            format: "2020-0%d-%02dT%02d:%02d:05.123456789Z", 1 + number % 9, 1 + number % 28, number % 24, number % 60)
    }

    /// 64 digits that look drawn.
    private func hex(_ text: String) -> String {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        var digits = ""
        for round in 0..<4 {
            for byte in text.utf8 { state = (state ^ UInt64(byte) ^ UInt64(round)) &* 0x0000_0100_0000_01B3 }
            let part = String(state, radix: 16)
            digits += String(repeating: "0", count: 16 - part.count) + part
        }
        return digits
    }
}
