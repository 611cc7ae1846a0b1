import Foundation
import Model

/// One text for each value, whatever wrote it: what hashes are taken of.
enum CanonicalForm {
    /// SHA-256 of the value as JSON with sorted keys.
    static func hash(of value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return Digest.sha256(try encoder.encode(value))
        } catch {
            preconditionFailure("values of plain members always encode: \(error)")
        }
    }
}
