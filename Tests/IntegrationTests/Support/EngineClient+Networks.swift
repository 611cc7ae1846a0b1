@testable import Engine

extension EngineClient {
    /// Makes a network, as others do on an engine; Plimsoll makes none.
    /// - Returns: its id.
    func createNetwork(name: String, labels: [String: String] = [:]) async throws -> String {
        struct Specification: Encodable {
            var name: String
            var labels: [String: String]
            /// Without it, an engine creates a second network of the same name.
            var unique = true

            enum CodingKeys: String, CodingKey { case name = "Name", labels = "Labels", unique = "CheckDuplicate" }
        }
        struct Created: Decodable {
            var id: String

            enum CodingKeys: String, CodingKey { case id = "Id" }
        }
        let specification = Specification(name: name, labels: labels)
        return try await json(EngineRequest(.POST, "/networks/create", json: specification), as: Created.self).id
    }
}
