import Foundation
import GRDB

/// A value of a record that is exchanged: what JSON can say, with integers apart from other numbers.
enum ExchangeValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([ExchangeValue])
    case object(ExchangeObject)

    /// What a column holds.
    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let integer): self = .integer(integer)
        case .double(let number): self = .number(number)
        case .string(let text): self = .text(text)
        // No table has such a column.
        case .blob(let data): self = .text(data.base64EncodedString())
        }
    }

    /// What kind of value it is, in words.
    var words: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .integer: "an integer"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .object: "an object"
        }
    }
}

/// An object's members, in their order.
struct ExchangeObject: Sendable, Equatable {
    /// A name with its value.
    struct Member: Sendable, Equatable {
        let name: String
        let value: ExchangeValue
        /// Where the value stands in its line, in bytes from its start; 0 where it was read from no text.
        let place: Int

        init(_ name: String, _ value: ExchangeValue, place: Int = 0) {
            self.name = name
            self.value = value
            self.place = place
        }
    }

    var members: [Member]
    /// Where it stands in its line, in bytes from its start; 0 where it was read from no text.
    var place: Int

    init(_ members: [Member] = [], place: Int = 0) {
        self.members = members
        self.place = place
    }

    /// The member of a name.
    func member(_ name: String) -> Member? {
        members.first { $0.name == name }
    }

    /// The text under a name; nil where there is none.
    func text(_ name: String) -> String? {
        guard case .text(let text)? = member(name)?.value else { return nil }
        return text
    }

    /// The integer under a name; nil where there is none.
    func integer(_ name: String) -> Int64? {
        guard case .integer(let integer)? = member(name)?.value else { return nil }
        return integer
    }
}
