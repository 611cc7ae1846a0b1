import Testing

@testable import Lab

@Suite struct DirectFilesTests {
    private func files(inEngineNetwork: Bool) -> [String: String] {
        let files = DirectFiles(
            hostName: "0123456789ab", extraHosts: ["mirror:172.17.0.2", "six:fe80::1"],
            inEngineNetwork: inEngineNetwork)
        let all = files.all(resolver: "search example.org\nnameserver 127.0.0.53\nnameserver 192.0.2.1\n")
        return Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0.text) })
    }

    @Test func hostsHasWhatAnEngineWritesAndTheJobsHosts() {
        let hosts = files(inEngineNetwork: true)["/etc/hosts"] ?? ""
        #expect(hosts.hasPrefix("127.0.0.1\tlocalhost\n"))
        #expect(hosts.contains("\n172.17.0.2\tmirror\n"))
        #expect(hosts.contains("\nfe80::1\tsix\n"))
        #expect(hosts.hasSuffix("\t0123456789ab\n"))
        #expect(files(inEngineNetwork: true)["/etc/hostname"] == "0123456789ab\n")
    }

    @Test func aResolverOnTheHostsLoopbackIsKeptInItsOwnNetworkOnly() {
        #expect(
            files(inEngineNetwork: true)["/etc/resolv.conf"] == "search example.org\nnameserver 192.0.2.1\n")
        #expect(files(inEngineNetwork: false)["/etc/resolv.conf"]?.contains("127.0.0.53") == true)
    }
}
