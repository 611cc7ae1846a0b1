import CCrypto
import Foundation

/// SHA-256, by the system's libcrypto.
public enum Digest {
    /// The digest of some bytes, as 64 lower-case hexadecimal digits.
    public static func sha256(_ bytes: some Collection<UInt8>) -> String {
        let input = Array(bytes)
        var output = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = SHA256(input, input.count, &output)
        return output.map { String(format: "%02x", $0) }.joined()
    }

    /// The digest of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits.
    public static func sha256(_ text: String) -> String {
        sha256(text.utf8)
    }
}
