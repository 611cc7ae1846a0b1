/// Reads the progress stream of a pull or a push.
struct ImageTransferReader {
    /// One line of the stream.
    struct Message: Decodable {
        struct Progress: Decodable {
            var total: Int?
        }

        struct Auxiliary: Decodable {
            var digest: String?

            enum CodingKeys: String, CodingKey {
                case digest = "Digest"
            }
        }

        var id: String?
        var status: String?
        var error: String?
        var progress: Progress?
        var auxiliary: Auxiliary?

        enum CodingKeys: String, CodingKey {
            case id
            case status
            case error
            case progress = "progressDetail"
            case auxiliary = "aux"
        }
    }

    private(set) var transfer = ImageTransfer()

    mutating func read(_ message: Message) {
        if let digest = message.auxiliary?.digest { transfer.digest = digest }
        guard let status = message.status else { return }
        if status.hasPrefix("Digest: ") { transfer.digest = String(status.dropFirst("Digest: ".count)) }
        // "Pulling from NAME" carries the tag in place of a layer's id.
        guard let id = message.id, !status.hasPrefix("Pulling from ") else { return }
        let known = transfer.layers.firstIndex { $0.id == id }
        if known == nil { transfer.layers.append(ImageTransfer.Layer(id: id, status: status)) }
        let index = known ?? transfer.layers.count - 1
        transfer.layers[index].status = status
        // What is unpacked has a progress too, by other sizes than what travelled.
        if ["Downloading", "Pushing"].contains(status), let total = message.progress?.total, total > 0 {
            transfer.layers[index].size = total
        }
    }
}
