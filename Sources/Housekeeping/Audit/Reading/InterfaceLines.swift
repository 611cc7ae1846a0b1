/// The network interfaces of a namespace, as the kernel lists them in `/proc/PID/net/dev`.
enum InterfaceLines {
    /// Their names; the two lines of the heading have none.
    static func objects(_ text: String) -> [AuditedObject] {
        text.split(separator: "\n").dropFirst(2).compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let name = line[..<colon].drop { $0 == " " }
            return name.isEmpty ? nil : AuditedObject(.interface, String(name))
        }
    }
}
