import Testing

@testable import Lab

/// `USER` as Docker reads it, from the image's own files.
@Suite struct DirectUserTests {
    private static let passwd = """
        root:x:0:0:root:/root:/bin/bash
        daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
        bob:x:1000:1001:Bob,,,:/home/bob:/bin/sh
        nowhere:x:1002:1002::
        """
    private static let group = """
        root:x:0:
        audio:x:29:bob,alice
        bob:x:1001:
        video:x:44:alice
        plugdev:x:46:bob
        """

    private func user(_ text: String) throws -> DirectUser {
        try DirectUser(text, passwd: Self.passwd, group: Self.group)
    }

    private func expect(
        _ text: String, _ number: UInt32, _ group: UInt32, _ others: [UInt32] = [], home: String
    ) throws {
        let user = try user(text)
        #expect(
            user.user == number && user.group == group && user.others == others && user.home == home, "\(text): \(user)"
        )
    }

    @Test func nobodyNamedIsRoot() throws {
        try expect("", 0, 0, home: "/root")
    }

    @Test func aNameHasItsGroupsAndItsHome() throws {
        try expect("bob", 1000, 1001, [29, 46], home: "/home/bob")
        try expect("nowhere", 1002, 1002, home: "/")
    }

    @Test func aNumberIsLookedUpAndMayBeUnknown() throws {
        try expect("1000", 1000, 1001, [29, 46], home: "/home/bob")
        try expect("4242", 4242, 0, home: "/")
    }

    @Test func aGroupThatIsNamedIsTheOnlyOne() throws {
        try expect("bob:video", 1000, 44, home: "/home/bob")
        try expect("bob:77", 1000, 77, home: "/home/bob")
        try expect("4242:4343", 4242, 4343, home: "/")
        try expect(":video", 0, 44, home: "/root")
    }

    @Test(arguments: ["alice", "bob:nosuch"])
    func whoTheImageDoesNotKnowIsAnError(text: String) {
        #expect(throws: LabError.self) { try user(text) }
    }

    @Test func anImageWithoutAccountsKnowsNumbers() throws {
        let user = try DirectUser("", passwd: "", group: "")
        #expect(user.user == 0 && user.group == 0 && user.home == "/")
    }
}
