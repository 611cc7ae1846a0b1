/// One line of a build's progress stream.
struct BuildMessage: Decodable {
    /// What else a line carries.
    enum Auxiliary: Equatable {
        /// The image's id.
        case image(String)
        /// Base64, as BuildKit's trace.
        case text(String)
    }

    var id: String?
    var stream: String?
    var status: String?
    var error: String?
    var auxiliary: Auxiliary?

    private struct ImageAnswer: Decodable {
        var id: String?

        enum CodingKeys: String, CodingKey {
            case id = "ID"
        }
    }

    private struct ErrorDetail: Decodable {
        var message: String?
    }

    enum CodingKeys: String, CodingKey {
        case id
        case stream
        case status
        case error
        case errorDetail
        case auxiliary = "aux"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decodeIfPresent(String.self, forKey: .id)
        stream = try container.decodeIfPresent(String.self, forKey: .stream)
        status = try container.decodeIfPresent(String.self, forKey: .status)
        error =
            try container.decodeIfPresent(ErrorDetail.self, forKey: .errorDetail)?.message
            ?? container.decodeIfPresent(String.self, forKey: .error)
        guard container.contains(.auxiliary) else { return }
        if let text = try? container.decode(String.self, forKey: .auxiliary), !text.isEmpty {
            auxiliary = .text(text)
        } else if let id = try? container.decodeIfPresent(ImageAnswer.self, forKey: .auxiliary)?.id {
            auxiliary = .image(id)
        }
    }
}
