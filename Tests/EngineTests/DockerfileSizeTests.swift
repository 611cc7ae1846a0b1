import Testing

@testable import Engine

@Suite struct DockerfileSizeTests {
    @Test func countsLinesAndInstructionsWithoutCommentsAndBlanks() {
        let file = Dockerfile(
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
        #expect(file.instructions.count == 6)
        // ARG, FROM, three of the first RUN, FROM, four of the second, CMD.
        #expect(file.lines == 11)
        #expect(Dockerfile("").lines == 0 && Dockerfile("# only\n\n").instructions.isEmpty)
    }
}
