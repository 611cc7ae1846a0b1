/// Where an engine can keep layers, and how much.
struct StorageInspection: Sendable {
    let sources: HostSources
    let stateDirectory: String

    func findings() async -> [HostFinding] {
        await [overlay(), loop(), disk()]
    }

    private func overlay() -> HostFinding {
        let isLoaded = (sources.text("/proc/filesystems") ?? "").split(separator: "\n").contains {
            $0.hasSuffix("\toverlay")
        }
        let modules = "/lib/modules/\(HostFacts(sources: sources).kernel ?? "")"
        let isModule = ["modules.dep", "modules.builtin"].contains {
            sources.text("\(modules)/\($0)")?.contains("/overlay.ko") ?? false
        }
        return HostFinding(
            .storage, "overlayfs", isLoaded || isModule ? .fine : .lacking,
            found: isLoaded ? "in the kernel" : isModule ? "a module, loaded on demand" : "none",
            for: "the storage driver overlay2", remedy: "modprobe overlay", isRequired: true)
    }

    private func loop() async -> HostFinding {
        let trial = sources.exists("/dev/loop-control") ? await sources.run(["losetup", "--find"]) : nil
        let device = trial?.output.split(separator: "\n").first.map(String.init)
        let isThere = trial?.succeeded == true
        return HostFinding(
            .storage, "loop devices", isThere ? .fine : .degraded, found: isThere ? device ?? "free" : "none",
            for: "exact disk figures, and full disks that harm nobody", remedy: "modprobe loop")
    }

    private func disk() -> HostFinding {
        let usage = sources.usage(sources.nearestDirectory(stateDirectory))
        let free = usage?.free ?? 0
        let isEnough = free >= EngineRequirements.leastSpace
        return HostFinding(
            .disk, "free space", free >= 20 << 30 ? .fine : isEnough ? .degraded : .lacking, found: "\(free >> 20) MiB",
            for: "the state directory: 2048 MiB at least, 20480 MiB for full runs",
            remedy: "make room in \(stateDirectory)", isRequired: true)
    }
}
