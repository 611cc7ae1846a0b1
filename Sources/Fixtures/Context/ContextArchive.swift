import Synchronization

/// A build context as a tar archive, in chunks of at most 256 KiB: made while it is pulled, in constant memory, with
/// no thread and no file of its own.
///
/// The format is GNU's, because BuildKit takes a tar that begins with a PAX header for a Dockerfile. Everything belongs to
/// one user, 0 unless the context says otherwise, and to group 0; modes and modification times (in whole seconds) are the tree's.
public struct ContextArchive: AsyncSequence, Sendable {
    /// How many bytes of the archive were handed out.
    public final class ByteCount: Sendable {
        private let count = Atomic<Int>(0)

        /// The bytes so far; the archive's size once it has ended.
        public var value: Int { count.load(ordering: .relaxed) }

        /// Nothing yet.
        public init() {}

        /// Counts more.
        public func add(_ bytes: Int) {
            count.add(bytes, ordering: .relaxed)
        }
    }

    /// What was handed out, over all iterators.
    public let sent = ByteCount()
    private let context: BuildContext

    init(_ context: BuildContext) {
        self.context = context
    }

    /// A new archive of the same context, from its beginning.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(context: context, sent: sent)
    }

    /// Makes the archive's next chunk each time it is asked.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let context: BuildContext
        private let sent: ByteCount
        private var stream: ArchiveStream?

        fileprivate init(context: BuildContext, sent: ByteCount) {
            self.context = context
            self.sent = sent
        }

        /// The next chunk, nil at the end. Throws `FixtureError` (`unreadable`, `fileChanged`, `archiveFailed`) and
        /// `CancellationError`.
        public mutating func next() async throws -> [UInt8]? {
            try Task.checkCancellation()
            let stream = try self.stream ?? ArchiveStream(context)
            self.stream = stream
            guard let chunk = try stream.next() else { return nil }
            sent.add(chunk.count)
            return chunk
        }
    }
}
