import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A JUnit file of a comparison, as an XML parser reads it.
struct ToldSuite {
    struct Unreadable: Error, CustomStringConvertible { let description: String }

    let outcome: String
    /// What its attributes say, and what it has: by element.
    let told, counted: [String: Int]

    init(_ text: String) throws {
        let reader = Reader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        guard parser.parse() else {
            throw Unreadable(description: "no XML at line \(parser.lineNumber):\n\(text)")
        }
        func number(_ name: String) -> Int { reader.suite[name].flatMap { Int($0) } ?? -1 }
        outcome = reader.properties["outcome"] ?? ""
        told = [
            "testcase": number("tests"), "failure": number("failures"), "error": number("errors"),
            "skipped": number("skipped"),
        ]
        counted = Dictionary(uniqueKeysWithValues: told.keys.map { ($0, reader.elements[$0] ?? 0) })
        guard reader.names.count == Set(reader.names).count else {
            throw Unreadable(description: "two cases have one name:\n\(text)")
        }
    }

    private final class Reader: NSObject, XMLParserDelegate {
        private(set) var suite: [String: String] = [:]
        private(set) var properties: [String: String] = [:]
        private(set) var elements: [String: Int] = [:]
        private(set) var names: [String] = []

        func parser(
            _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
            qualifiedName qName: String?, attributes attributeDict: [String: String] = [:]
        ) {
            elements[elementName, default: 0] += 1
            switch elementName {
            case "testsuite": suite = attributeDict
            case "property": properties[attributeDict["name"] ?? ""] = attributeDict["value"]
            case "testcase": names.append("\(attributeDict["classname"] ?? "")#\(attributeDict["name"] ?? "")")
            default: break
            }
        }
    }
}
