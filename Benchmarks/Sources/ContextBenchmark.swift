import Fixtures
import Foundation
import Subprocess
import SystemPackage

/// A context of 20,000 small files beside GNU tar of the same tree; a file of 2 GB in constant memory.
struct ContextBenchmark {
    let directory: String
    let count: Int

    func figures() async throws -> [Figure] {
        let tree = directory + "/many"
        try await shell(
            """
            mkdir -p "$1" && cd "$1" && echo 'FROM scratch' > Dockerfile && for d in $(seq 200); do mkdir $d
            for f in $(seq 100); do echo "file $f of $d, some bytes of text to be a small file" > $d/file-$f.txt; done; done
            """, tree)
        var ours: [Double] = []
        var theirs: [Double] = []
        for number in 0...count {
            let first = try await seconds { try await stream(tree) }
            let second = try await seconds {
                try await shell(#"tar --create --directory "$1" . | cat > /dev/null"#, tree)
            }
            // The first pair warms the page cache.
            if number > 0 {
                ours.append(first)
                theirs.append(second)
            }
        }
        note(
            String(
                format: "20,000 files, n = %d, medians: context %.3f s, tar %.3f s", count, median(ours), median(theirs)
            ))

        let big = directory + "/big"
        try await shell(#"mkdir -p "$1" && echo 'FROM scratch' > "$1/Dockerfile" && truncate --size 2G "$1/file""#, big)
        let before = Memory.peak
        try await stream(big)
        note(String(format: "2 GB file: peak memory %.1f MB before, %.1f MB after", before, Memory.peak))
        return [
            Figure(name: "context_20000_files_over_tar", value: median(ours) / median(theirs), bound: 1.5, unit: ""),
            Figure(name: "peak_memory_with_2_gb_file", value: Memory.peak, bound: 80, unit: " MB"),
        ]
    }

    private func stream(_ path: String) async throws {
        let context = try BuildContext.scan(root: FilePath(path), dockerfile: "Dockerfile")
        for try await _ in context.archive {}
    }

    private func shell(_ script: String, _ argument: String) async throws {
        let result = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["-euc", script, "bash", argument], output: .discarded,
            error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw BareClient.Failed(description: result.standardError)
        }
    }
}
