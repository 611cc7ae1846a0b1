/// A fixture of busybox alone and a scenario that plants faults in it: its build and its command sleep for longer than any moment is
/// away.
enum FaultyFixture {
    /// Writes both, `scenarios/scenario.yaml` and what it names, with an audit after each job.
    static func write(to scratch: Scratch, builders: String, faults: [String], changes: Int) async throws {
        let head = "FROM scratch\nENV PATH=/bin\nCOPY bin /bin\nCOPY f /f\nARG PLIMSOLL_JOB\n"
        let make = #"RUN ["busybox", "dd", "if=/dev/zero", "of=/made", "bs=1M", "count=20"]"#
        try scratch.write(
            "\(head)\(make)\nRUN [\"busybox\", \"sleep\", \"1.5\"]\nCMD [\"busybox\", \"sleep\", \"1.5\"]\n",
            to: "fixtures/tree/Dockerfile.ci")
        try scratch.write("\(head)RUN [\"busybox\", \"false\"]\n", to: "fixtures/tree/Dockerfile.failing-build")
        try scratch.write("Dockerfile.*\n", to: "fixtures/tree/.dockerignore")
        try scratch.write("0\n", to: "fixtures/tree/f")
        let programs = scratch.path("fixtures/tree/bin")
        try await Shell.run("mkdir \(programs) && cp /bin/busybox \(programs)/busybox")
        try scratch.write(
            """
            description: A test's own.
            directory: tree
            dockerfile: Dockerfile.ci
            variants: {failing-build: Dockerfile.failing-build}
            artifacts: [/made]
            trace:
              population: {source: 1}
              changes: {source: [append: {files: [f], text: "{{index}}\\n"}]}
            """, to: "fixtures/faulty.yaml")
        try scratch.write(
            """
            name: faulty
            questions: [cleanup]
            fixtures: [faulty]
            factors: {builder: [\(builders)], fault: [\(faults.joined(separator: ", "))]}
            workload: {timeout: 30s, audit: {after: job}}
            profiles: {quick: {changes: \(changes)}}
            """, to: "scenarios/scenario.yaml")
    }
}
