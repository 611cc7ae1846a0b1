/// Another Dockerfile of a fixture: its path, or `{dockerfile: …, images: […]}`.
struct FixtureVariant {
    /// Its path inside the fixture's tree.
    let dockerfile: String
    /// The images that must be on the engine for it; nil: those of the fixture.
    let images: [String]?

    /// Throws `FixtureError` (`descriptionInvalid`).
    init(_ node: DescriptionNode) throws {
        guard node.isMapping else {
            (dockerfile, images) = (try node.relativePath(), nil)
            return
        }
        let parts = try node.mapping(["dockerfile", "images"])
        dockerfile = try parts.required("dockerfile", of: node).relativePath()
        images = try parts["images"]?.list().map { try $0.string() }
    }
}
