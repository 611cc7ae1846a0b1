import CCrypto
import Foundation

/// SHA-256, and other digests that package indexes use, by the system's libcrypto.
package enum Digest {
    /// Plimsoll does not rely on them for its own data.
    package enum Other: Sendable { case md5, sha1, sha512 }

    /// As 64 lower-case hexadecimal digits.
    package static func sha256(_ bytes: some Collection<UInt8>) -> String {
        hexadecimal(digest(Array(bytes), EVP_sha256()))
    }

    package static func sha256(_ text: String) -> String { sha256(text.utf8) }

    /// The digest of bytes that arrive in chunks, in constant memory, as 64 lower-case hexadecimal digits.
    /// - Parameter next: gives the next chunk; nil or an empty one ends it.
    package static func sha256(parts next: () throws -> UnsafeRawBufferPointer?) rethrows -> String {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
        while let part = try next(), !part.isEmpty { EVP_DigestUpdate(context, part.baseAddress, part.count) }
        var output = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        EVP_DigestFinal_ex(context, &output, nil)
        return hexadecimal(output)
    }

    /// Another digest, as raw bytes.
    package static func bytes(_ other: Other, of input: [UInt8]) -> [UInt8] {
        switch other {
        case .md5: digest(input, EVP_md5())
        case .sha1: digest(input, EVP_sha1())
        case .sha512: digest(input, EVP_sha512())
        }
    }

    /// Another digest, as lower-case hexadecimal digits.
    package static func hexadecimal(_ other: Other, of input: [UInt8]) -> String {
        hexadecimal(bytes(other, of: input))
    }

    private static func digest(_ input: [UInt8], _ algorithm: OpaquePointer?) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        EVP_Digest(input, input.count, &output, &length, algorithm, nil)
        return Array(output.prefix(Int(length)))
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// One text per value, whatever wrote it; hashes are taken of it.
enum CanonicalForm {
    /// SHA-256 of the value as JSON with sorted keys.
    static func hash(of value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do { return Digest.sha256(try encoder.encode(value)) } catch {
            preconditionFailure("values of plain members always encode: \(error)")
        }
    }
}
