import ArgumentParser
import Store
import Tracking

/// A run as the command line names it. What is wrong with it is told when it is looked up, in more words than a parser has room for.
struct RunReferenceArgument: ExpressibleByArgument {
    let text: String

    init(argument: String) {
        text = argument
    }

    /// The run, and its database.
    ///
    /// - Parameter path: the database in which ids and names are looked up.
    func located(in path: String) throws -> LocatedRun {
        try LocatedRun.find(try RunReference(text), in: path, open: TrackedDatabase.open)
    }
}
