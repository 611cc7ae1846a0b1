import Foundation
import Model
import Testing

@testable import Lab

/// Commands in a tree of busybox, with no engine anywhere. They need root, as the embedded engine does.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PLIMSOLL_TEST_ROOT"] != nil), .serialized)
struct DirectCommandTests {
    /// Makes a tree with busybox in it, and removes it again.
    private func withTree<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let files = FileManager.default
        let root = files.temporaryDirectory.path + "/direct-\(UUID().uuidString)"
        try files.createDirectory(atPath: root + "/bin", withIntermediateDirectories: true)
        try files.createDirectory(atPath: root + "/home/bob", withIntermediateDirectories: true)
        try files.setAttributes([.ownerAccountID: 1000, .groupOwnerAccountID: 1000], ofItemAtPath: root + "/home/bob")
        try files.copyItem(atPath: "/bin/busybox", toPath: root + "/bin/busybox")
        for name in ["sh", "ls", "cat", "sleep", "id", "mount", "mknod", "chroot", "hostname", "seq", "umount", "ps"] {
            try files.createSymbolicLink(atPath: root + "/bin/" + name, withDestinationPath: "busybox")
        }
        defer { try? files.removeItem(atPath: root) }
        return try await body(root)
    }

    private func command(
        _ root: String, _ arguments: [String], user: String = "", limit: Double = 20
    ) throws -> DirectCommand {
        DirectCommand(
            root: root, hostName: "bare", files: [("/etc/hosts", "127.0.0.1\tlocalhost\n")], workingDirectory: "/",
            user: try DirectUser(
                user, passwd: "root:x:0:0::/root:/bin/sh\nbob:x:1000:1000::/home/bob:/bin/sh\n",
                group: "audio:x:29:bob\n"),
            environment: ["PATH=/bin", "HOME=/home/bob"], arguments: arguments, limit: limit)
    }

    /// Runs a script that is to fail, so that its output is kept, and returns its lines.
    private func lines(of script: String, user: String = "") async throws -> [String] {
        try await withTree { root in
            let record = try await command(root, ["sh", "-c", script + "; exit 3"], user: user)
                .run(order: .before, stop: StopSignal())
            #expect(record.end == .commandFailed && record.exitStatus == 3, "\(record)")
            return record.outputTail.filter { !$0.isEmpty }
        }
    }

    private func isAlive(_ mark: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").contains { name in
            (try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8))?.contains(mark) ?? false
        }
    }

    @Test func nothingItWritesIsTheHosts() async throws {
        let mark = "plimsoll-\(UUID().uuidString)"
        let script = """
            for place in /dev /dev/shm /dev/mqueue /tmp /run /var/tmp /etc; do
                mkdir -p $place; echo x >$place/\(mark) && echo $place
            done
            """
        let seen = try await lines(of: script.replacingOccurrences(of: "mkdir", with: "busybox mkdir"))
        #expect(seen.contains("/dev/shm") && seen.contains("/dev") && seen.contains("/tmp"), "\(seen)")
        for place in ["/dev", "/dev/shm", "/dev/mqueue", "/tmp", "/run", "/var/tmp", "/etc"] {
            #expect(!FileManager.default.fileExists(atPath: "\(place)/\(mark)"))
        }
    }

    @Test func theKernelsFilesCannotBeWritten() async throws {
        let pattern = try String(contentsOfFile: "/proc/sys/kernel/core_pattern", encoding: .utf8)
        let seen = try await lines(
            of: """
                echo core >/proc/sys/kernel/core_pattern && echo wrote the kernel
                echo h >/proc/sysrq-trigger && echo wrote sysrq
                echo x >/sys/kernel/uevent_helper && echo wrote sys
                mount -o remount,rw /sys && echo remounted
                mknod /dev/disk b 7 0 && echo made a node
                ls /dev; ls -d /sys/class/net
                """)
        #expect(!seen.contains { $0.hasPrefix("wrote") || $0 == "remounted" || $0 == "made a node" }, "\(seen)")
        let nodes = ["full", "mqueue", "null", "pts", "random", "shm", "tty", "urandom", "zero"]
        #expect(Set(nodes).isSubset(of: seen) && seen.contains("/sys/class/net"))
        #expect(!seen.contains { $0.hasPrefix("loop") || $0.hasPrefix("sd") || $0.hasPrefix("vd") || $0 == "kmsg" })
        #expect(try String(contentsOfFile: "/proc/sys/kernel/core_pattern", encoding: .utf8) == pattern)
    }

    @Test func aRootThatIsLeftByChrootIsStillTheTree() async throws {
        let seen = try await lines(
            of: """
                busybox mkdir /inner /inner/bin; busybox cp /bin/busybox /inner/bin/sh
                chroot /inner sh -c 'cd ../../../../../..; exec chroot . /bin/sh -c "echo /*"' || echo no
                ls -d /home/bob; ls -a / | busybox grep -c old
                """)
        #expect(seen.contains("/home/bob"), "\(seen)")
        #expect(!seen.contains { $0.contains("/boot") || $0.contains("/work") }, "\(seen)")
    }

    @Test func itHasItsOwnProcessesHostNameAndHosts() async throws {
        let seen = try await lines(of: "echo pid $$; hostname; cat /etc/hosts; ls /proc | busybox grep -c '^[0-9]'")
        #expect(seen.first == "pid 1")
        #expect(seen.contains("bare") && seen.contains("127.0.0.1\tlocalhost"))
        #expect(Int(seen.last ?? "").map { $0 < 8 } == true, "\(seen)")
    }

    @Test func aUserWritesItsHome() async throws {
        let seen = try await lines(
            of: "id -u; id -G; echo x >$HOME/f && cat $HOME/f; echo y >/etc/f || echo denied", user: "bob")
        #expect(
            seen.contains("1000") && seen.contains("1000 29") && seen.contains("x") && seen.contains("denied"),
            "\(seen)")
    }

    @Test func theLimitKillsItWithAllThatItStarted() async throws {
        try await withTree { root in
            let began = ContinuousClock.now
            let record = try await command(root, ["sh", "-c", "echo begun; sleep 4242 & sleep 4242"], limit: 0.5)
                .run(order: .after, stop: StopSignal())
            #expect(record.end == .timedOut && record.exitStatus == nil && record.outputTail.first == "begun")
            #expect(ContinuousClock.now - began < .seconds(5))
            #expect(try !isAlive("4242"))
        }
    }

    @Test(arguments: [true, false])
    func whoStopsItDoesNotWait(bySignal: Bool) async throws {
        try await withTree { root in
            let command = try command(root, ["sleep", "4343"], limit: 60)
            let stop = StopSignal()
            let record = try await withThrowingTaskGroup(of: DirectRecord.self) { group in
                group.addTask { await command.run(order: .before, stop: stop) }
                while try !isAlive("4343") { try await Task.sleep(for: .milliseconds(20)) }
                let began = ContinuousClock.now
                if bySignal { stop.request() } else { group.cancelAll() }
                let record = try await group.next()
                #expect(ContinuousClock.now - began < .seconds(1))
                return record
            }
            #expect(record?.end == .cancelled)
            #expect(try !isAlive("4343"))
        }
    }

    /// The parent of the process with a mark in its command line, as the host sees it: what watches a command.
    private func parent(of mark: String) throws -> pid_t {
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(name) != nil {
            guard let line = try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8), line.contains(mark),
                let status = try? String(contentsOfFile: "/proc/\(name)/status", encoding: .utf8),
                let parent = status.split(separator: "\n").first(where: { $0.hasPrefix("PPid:") })?.split(
                    separator: "\t"
                ).last
            else { continue }
            return try #require(pid_t(parent))
        }
        throw CancellationError()
    }

    /// What was shared with it by then is half a result: neither a time nor a status is taken from it.
    @Test func aKilledWatcherIsReportedAndItsCommandEnds() async throws {
        try await withTree { root in
            let command = try command(root, ["sleep", "4545"], limit: 60)
            let record = try await withThrowingTaskGroup(of: DirectRecord.self) { group in
                group.addTask { await command.run(order: .before, stop: StopSignal()) }
                while try !isAlive("4545") { try await Task.sleep(for: .milliseconds(20)) }
                kill(try parent(of: "4545"), SIGKILL)
                return try await group.next()
            }
            #expect(record?.end == .notStarted && record?.seconds == nil && record?.exitStatus == nil)
            #expect(record?.message?.contains("what watched it was killed") == true, "\(record as Any)")
            let end = ContinuousClock.now + .seconds(5)
            while try isAlive("4545"), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try !isAlive("4545"))
        }
    }

    @Test func whatCannotBeStartedHasNoTime() async throws {
        try await withTree { root in
            let record = try await command(root, ["nosuch"]).run(order: .before, stop: StopSignal())
            #expect(record.end == .notStarted && record.seconds == nil && record.exitStatus == nil)
            #expect(record.message?.contains("nosuch: No such file or directory") == true, "\(record)")
        }
    }

    @Test func theTimeIsTheCommandsAlone() async throws {
        try await withTree { root in
            let record = try await command(root, ["sleep", "0.5"]).run(order: .before, stop: StopSignal())
            #expect(record.end == .succeeded && record.exitStatus == 0)
            let seconds = try #require(record.seconds)
            #expect(seconds >= 0.5 && seconds < 0.6, "\(seconds) s")
        }
    }

    @Test func theLastLinesOfMuchOutputAreKept() async throws {
        let seen = try await lines(of: "seq 1 200000")
        #expect(seen.last == "200000" && seen.count >= 39, "\(seen.count)")
    }

    @Test func aSignalsDeathIsItsNumberAnd128() async throws {
        try await withTree { root in
            let record = try await command(root, ["sh", "-c", "sh -c 'kill -SEGV $$'; exit $?"]).run(
                order: .before, stop: StopSignal())
            #expect(record.end == .commandFailed && record.exitStatus == 139, "\(record)")
        }
    }

    @Test func aLinkInTheTreeIsReadAsItsOwnRootWould() async throws {
        try await withTree { root in
            let files = FileManager.default
            try files.createDirectory(atPath: root + "/etc", withIntermediateDirectories: true)
            try files.createSymbolicLink(atPath: root + "/etc/passwd", withDestinationPath: "/etc/accounts")
            try "theirs".write(toFile: root + "/etc/accounts", atomically: true, encoding: .utf8)
            try files.createSymbolicLink(atPath: root + "/etc/group", withDestinationPath: "/../../../../etc/hostname")
            #expect(DirectFile.text("/etc/passwd", in: root) == "theirs")
            #expect(DirectFile.text("/etc/group", in: root).isEmpty)
        }
    }

    @Test func aFileWhoseNameLinksAwayIsReplacedNotFollowed() async throws {
        try await withTree { root in
            let files = FileManager.default
            let outside = files.temporaryDirectory.path + "/outside-\(UUID().uuidString)"
            try "mine".write(toFile: outside, atomically: true, encoding: .utf8)
            defer { try? files.removeItem(atPath: outside) }
            try files.createDirectory(atPath: root + "/etc", withIntermediateDirectories: true)
            try files.createSymbolicLink(atPath: root + "/etc/hosts", withDestinationPath: outside)
            let record = try await command(root, ["cat", "/etc/hosts"]).run(order: .before, stop: StopSignal())
            #expect(record.end == .succeeded)
            #expect(try String(contentsOfFile: outside, encoding: .utf8) == "mine")
        }
    }
}
