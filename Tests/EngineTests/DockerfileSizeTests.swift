import Testing

@testable import Engine

@Suite struct DockerfileSizeTests {
    @Test func countsLinesAndInstructionsWithoutCommentsAndBlanks() {
        let size = DockerfileSize(
            """
            # a comment
            ARG B=base
            FROM $B AS one

            RUN a && \\
                # inside
                b \\

                && c
            FROM one
            RUN <<EOF
            # not a comment
            x
            EOF
            \tCMD x

            """)
        #expect(size.instructions == 6)
        // ARG, FROM, three of the first RUN, FROM, four of the second, CMD.
        #expect(size.lines == 11)
        #expect(DockerfileSize("").lines == 0 && DockerfileSize("# only\n\n").instructions == 0)
    }
}
