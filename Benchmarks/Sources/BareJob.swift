import Foundation

/// The same requests that a job of Plimsoll's makes, sent by the simplest client: nothing measured, nothing kept.
struct BareJob {
    let client: BareClient
    let context: [UInt8]
    let isBuildKit: Bool

    func run(_ number: Int) throws {
        let tag = "bare:\(number)"
        let labels =
            #"{"plimsoll":"1","plimsoll.owner":"bare"}"#.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
            ?? ""
        try client.send(
            "POST", "/build?version=\(isBuildKit ? 2 : 1)&dockerfile=Dockerfile.ci&t=\(tag)&rm=1&labels=\(labels)",
            body: context, type: "application/x-tar")
        let created = try client.send(
            "POST", "/containers/create?name=bare-\(number)",
            body: Array(#"{"Image":"\#(tag)","Labels":{"plimsoll":"1"},"HostConfig":{}}"#.utf8))
        guard let id = created.firstMatch(of: #/"Id":"([0-9a-f]+)"/#)?.1 else {
            throw BareClient.Failed(description: "no id in \(created)")
        }
        try client.send("POST", "/containers/\(id)/start")
        try client.send("POST", "/containers/\(id)/wait")
        try client.send("GET", "/containers/\(id)/json")
        try client.send("GET", "/containers/\(id)/archive?path=/srv/noop/result.txt")
        try client.send("DELETE", "/containers/\(id)?force=1&v=1")
        try client.send("DELETE", "/images/\(tag)")
    }
}
