import Glibc
import Testing

@testable import Engine

/// BuildKit's file transfer, byte by byte: the values were read off the protobuf encoding's definition.
@Suite struct SyncPacketTests {
    private func file(_ path: String, mode: UInt32, size: Int = 0, target: String = "") -> SyncedFile {
        SyncedFile(path: Array(path.utf8), mode: mode, size: size, modified: 1, target: Array(target.utf8)) { { nil } }
    }

    @Test func packetsAreProtobuf() {
        #expect(SyncPacket.stat(nil).bytes == [])
        #expect(SyncPacket.finished.bytes == [0x08, 3])
        #expect(SyncPacket.data(300, [7]).bytes == [0x08, 2, 0x18, 0xAC, 0x02, 0x22, 1, 7])
        // The end of a file's content is a packet without content; file 0 is left out, as zeros are.
        #expect(SyncPacket.data(0, []).bytes == [0x08, 2])
        #expect(
            SyncPacket.stat(file("a", mode: S_IFREG | 0o644, size: 2)).bytes
                == [0x12, 10, 0x0A, 1, 0x61, 0x10, 0xA4, 0x03, 0x28, 2, 0x30, 1])
    }

    @Test func modesAreGos() {
        #expect(SyncPacket.goMode(S_IFREG | 0o4755) == 1 << 23 | 0o755)
        #expect(SyncPacket.goMode(S_IFDIR | 0o1777) == 1 << 31 | 1 << 20 | 0o777)
        #expect(SyncPacket.goMode(S_IFLNK | 0o777) == 1 << 27 | 0o777)
        #expect(SyncPacket.goMode(S_IFREG | 0o2700) == 1 << 22 | 0o700)
    }

    @Test func whatTheReceiverSaysIsRead() throws {
        guard case .request(300)? = try SyncPacket([0x08, 1, 0x18, 0xAC, 0x02]) else {
            Issue.record("no request")
            return
        }
        guard case .failed(let reason)? = try SyncPacket([0x08, 4, 0x22, 2, 0x6E, 0x6F]) else {
            Issue.record("no failure")
            return
        }
        #expect(reason == Array("no".utf8))
        #expect(throws: ProtobufMessage.Malformed.self) { try SyncPacket([0x22, 5, 1]) }
    }

    @Test func messagesComeInPieces() throws {
        var messages = GRPCMessages()
        for byte: UInt8 in [0, 0, 0, 0, 2, 8] { messages.append([byte]) }
        #expect(try messages.next() == nil)
        messages.append([3, 0, 0, 0, 0, 0, 1])
        #expect(try messages.next() == [8, 3])
        #expect(try messages.next() == [])
        #expect(try messages.next() == nil)
        messages.append([0, 0, 0, 0])
        #expect(throws: GRPCMessages.Malformed.self) { try messages.next() }
    }
}
