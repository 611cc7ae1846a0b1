import Foundation

extension Date {
    /// Milliseconds since 1970 UTC, rounded; nil where that is no integer of 64 bits, which the schema then rejects.
    var milliseconds: Int64? {
        Int64(exactly: (timeIntervalSince1970 * 1000).rounded())
    }

    init(milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}
