/// An image of tools could not be built.
struct ToolImageError: Error, CustomStringConvertible {
    let image: String
    let message: String
    let outputTail: [String]

    var description: String { "\(image) could not be built: \(message)\n" + outputTail.joined(separator: "\n") }
}
