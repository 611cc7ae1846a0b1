/// The script by which the web server passes a package through: `/cgi-bin/get/NUMBER/PATH` is `PATH` at that source.
///
/// Whether the bytes are the right ones apt checks by the index, which this machine's apt read signed.
struct PassingScript: Sendable {
    let text: String

    /// - Parameters:
    ///   - sources: addresses of the sources, in the order of their numbers.
    ///   - proxies: apt's settings; of these a proxy is used here, too.
    init(sources: [String], proxies: [String]) {
        let busybox = "/\(MirrorServer.program)"
        let cases = sources.enumerated().map { number, address in
            "\(number)) source=\(BaseImageRecipe.quoted(Self.trimmed(address))) ;;"
        }
        let exports = Self.exports(proxies)
        text =
            ([
                "#!\(busybox) sh", "path=${PATH_INFO#/}", "number=${path%%/*}", "path=${path#*/}",
                "case \"/$path/\" in */../*) number=none ;; esac", "case $number in",
            ] + cases + [
                "*) printf 'Status: 404 Not Found\\r\\n\\r\\n'; exit 0 ;;", "esac",
            ] + exports + [
                "printf 'Content-Type: application/octet-stream\\r\\n\\r\\n'",
                "exec \(busybox) wget -q -O - \"$source/$path\"", "",
            ]).joined(separator: "\n")
    }

    private static func trimmed(_ address: String) -> String {
        address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    /// `Acquire::http::Proxy "http://proxy:3128/";` as a variable of wget's.
    private static func exports(_ settings: [String]) -> [String] {
        ["http", "https"].compactMap { scheme in
            let start = "Acquire::\(scheme)::Proxy \""
            guard let setting = settings.first(where: { $0.hasPrefix(start) }), setting.hasSuffix("\";") else {
                return nil
            }
            let address = String(setting.dropFirst(start.count).dropLast(2))
            return address == "DIRECT" ? nil : "export \(scheme)_proxy=\(BaseImageRecipe.quoted(address))"
        }
    }
}
