/// The addresses that one engine uses: a block of 64 times 256, cut into parts.
struct EngineAddresses: Sendable, Hashable {
    /// Everything below lies in it.
    let block: IPv4Network

    /// The pair between the host and the engine's namespace.
    var link: IPv4Network { block.part(at: 0, prefix: 30) }
    /// The host's end of the pair.
    var host: String { link.address(1) }
    /// The engine's end of the pair.
    var engine: String { link.address(2) }
    /// The default bridge's own address with its length, for 1,021 containers.
    var bridge: String { "\(block.address(0x401))/22" }
    /// What further networks are cut from, 256 addresses each.
    var pool: IPv4Network { block.part(at: 0x2000, prefix: 19) }

    /// The first block, in a fixed order of private ranges, that overlaps nothing in `taken`; nil when there is none.
    static func choose(avoiding taken: [IPv4Network]) -> EngineAddresses? {
        // Ten first, from its upper quarter: Docker itself takes from 172.17 on, home routers from the bottom of the others.
        let ranges = [
            (0x0AC0_0000, 10), (0x0A00_0000, 9), (0x6440_0000, 10), (0xAC10_0000, 12), (0xC0A8_0000, 16),
        ]
        for (base, prefix) in ranges {
            for index in 0..<(1 << (18 - prefix)) {
                let block = IPv4Network(address: UInt32(base + index << 14), prefix: 18)
                if !taken.contains(where: block.overlaps) { return EngineAddresses(block: block) }
            }
        }
        return nil
    }
}
