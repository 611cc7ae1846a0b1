/// Streams that a Docker 20.10.24 wrote, as it wrote them.
enum RecordedStreams {
    /// What was built: the second time, with another `b.txt`.
    static let dockerfile = #"""
        FROM engineapi-base:1 AS build
        ARG WHO=world
        ENV GREETING="hello"
        WORKDIR /src
        COPY a.txt .
        RUN echo "$GREETING $WHO" && \
            true
        COPY b.txt .
        RUN cat b.txt
        FROM engineapi-base:1
        COPY --from=build /src/a.txt /out/a.txt
        LABEL a=b
        """#

    /// The legacy builder's: hits as far as `COPY b.txt`, then misses.
    static let legacy = #"""
        {"stream":"Step 1/12 : FROM engineapi-base:1 AS build"}
        {"stream":"\n"}
        {"stream":" ---> cf27d0bea779\n"}
        {"stream":"Step 2/12 : ARG WHO=world"}
        {"stream":"\n"}
        {"stream":" ---> Using cache\n"}
        {"stream":" ---> a45b43db95fa\n"}
        {"stream":"Step 3/12 : ENV GREETING=\"hello\""}
        {"stream":"\n"}
        {"stream":" ---> Using cache\n"}
        {"stream":" ---> ff989de468ad\n"}
        {"stream":"Step 4/12 : WORKDIR /src"}
        {"stream":"\n"}
        {"stream":" ---> Using cache\n"}
        {"stream":" ---> ddfa6205dec8\n"}
        {"stream":"Step 5/12 : COPY a.txt ."}
        {"stream":"\n"}
        {"stream":" ---> Using cache\n"}
        {"stream":" ---> d13f8ea20099\n"}
        {"stream":"Step 6/12 : RUN echo \"$GREETING $WHO\" &&     true"}
        {"stream":"\n"}
        {"stream":" ---> Using cache\n"}
        {"stream":" ---> d5aad88f60dc\n"}
        {"stream":"Step 7/12 : COPY b.txt ."}
        {"stream":"\n"}
        {"stream":" ---> b08627912880\n"}
        {"stream":"Step 8/12 : RUN cat b.txt"}
        {"stream":"\n"}
        {"stream":" ---> Running in 7d85763651bb\n"}
        {"stream":"two\n"}
        {"stream":"Removing intermediate container 7d85763651bb\n"}
        {"stream":" ---> baba014a827d\n"}
        {"aux":{"ID":"sha256:baba014a827ddf894f59abc4b8f42cd65431768a49e86148e7133781615df6c7"}}
        {"stream":"Step 9/12 : FROM engineapi-base:1"}
        {"stream":"\n"}
        {"stream":" ---> cf27d0bea779\n"}
        {"stream":"Step 10/12 : COPY --from=build /src/a.txt /out/a.txt"}
        {"stream":"\n"}
        {"stream":" ---> Using cache\n"}
        {"stream":" ---> 70fc225064b9\n"}
        {"stream":"Step 11/12 : LABEL a=b"}
        {"stream":"\n"}
        {"stream":" ---> Using cache\n"}
        {"stream":" ---> d4d8baecf6e3\n"}
        {"stream":"Step 12/12 : LABEL plimsoll-engineapi=1"}
        {"stream":"\n"}
        {"stream":" ---> Using cache\n"}
        {"stream":" ---> d4c67c2a1263\n"}
        {"aux":{"ID":"sha256:d4c67c2a1263a250141d96b94a51dcd79838b1db2b6cab068c874a263f3623a4"}}
        {"stream":"Successfully built d4c67c2a1263\n"}
        {"stream":"Successfully tagged engineapi-rec:p1\n"}
        """#

    /// BuildKit's, of the same.
    static let buildKit = #"""
        {"id":"moby.buildkit.trace","aux":"CnwKR3NoYTI1NjpmNTBhNTE5MWZkMDMzM2E5MWJmMTFjNWY0OGFhMGJhYTEyODE1ZWVkMjA\#
        yYTUyNjdiZmE2ZDUxOGYwZTUyOTFiGiRbaW50ZXJuYWxdIGxvYWQgcmVtb3RlIGJ1aWxkIGNvbnRleHQqCwiVho3YBhDMsb1E"}
        {"id":"moby.buildkit.trace","aux":"CokBCkdzaGEyNTY6ZjUwYTUxOTFmZDAzMzNhOTFiZjExYzVmNDhhYTBiYWExMjgxNWVlZDI\#
        wMmE1MjY3YmZhNmQ1MThmMGU1MjkxYhokW2ludGVybmFsXSBsb2FkIHJlbW90ZSBidWlsZCBjb250ZXh0KgsIlYaN2AYQzLG9RDILCJWGj\#
        dgGEOHxslk="}
        {"id":"moby.buildkit.trace","aux":"CokBCkdzaGEyNTY6ZjUwYTUxOTFmZDAzMzNhOTFiZjExYzVmNDhhYTBiYWExMjgxNWVlZDI\#
        wMmE1MjY3YmZhNmQ1MThmMGU1MjkxYhokW2ludGVybmFsXSBsb2FkIHJlbW90ZSBidWlsZCBjb250ZXh0KgsIlYaN2AYQ0rnGWTILCJWGj\#
        dgGEMa1x1k="}
        {"id":"moby.buildkit.trace","aux":"CqMBCkdzaGEyNTY6ZjZhY2YwMWEwMGVkNWVhZDRmY2IxZmI0ZGFlMDNkMTA1ZDRhMDJlOGJ\#
        iZDQwMTlmZDdlOWQ3YjcyMDA0MGZmMxJHc2hhMjU2OmY1MGE1MTkxZmQwMzMzYTkxYmYxMWM1ZjQ4YWEwYmFhMTI4MTVlZWQyMDJhNTI2N\#
        2JmYTZkNTE4ZjBlNTI5MWIaD2NvcHkgL2NvbnRleHQgLw=="}
        {"id":"moby.buildkit.trace","aux":"CrABCkdzaGEyNTY6ZjZhY2YwMWEwMGVkNWVhZDRmY2IxZmI0ZGFlMDNkMTA1ZDRhMDJlOGJ\#
        iZDQwMTlmZDdlOWQ3YjcyMDA0MGZmMxJHc2hhMjU2OmY1MGE1MTkxZmQwMzMzYTkxYmYxMWM1ZjQ4YWEwYmFhMTI4MTVlZWQyMDJhNTI2N\#
        2JmYTZkNTE4ZjBlNTI5MWIaD2NvcHkgL2NvbnRleHQgLyoLCJWGjdgGEJjLh1w="}
        {"id":"moby.buildkit.trace","aux":"Cr4BCkdzaGEyNTY6ZjZhY2YwMWEwMGVkNWVhZDRmY2IxZmI0ZGFlMDNkMTA1ZDRhMDJlOGJ\#
        iZDQwMTlmZDdlOWQ3YjcyMDA0MGZmMxJHc2hhMjU2OmY1MGE1MTkxZmQwMzMzYTkxYmYxMWM1ZjQ4YWEwYmFhMTI4MTVlZWQyMDJhNTI2N\#
        2JmYTZkNTE4ZjBlNTI5MWIaD2NvcHkgL2NvbnRleHQgLyoLCJWGjdgGEJjLh1wyDAiVho3YBhDtgoKeAQ=="}
        {"id":"moby.buildkit.trace","aux":"CqYBCkdzaGEyNTY6ZjE1ZGQ5ODFhMTM1YThmYWE1MTYyN2E1ZTkxY2M2NWJhZWY3NTA0OGE\#
        zNzhlM2ExYzcxMDFjNmI0Njg3Y2EzNBo/W2ludGVybmFsXSBsb2FkIG1ldGFkYXRhIGZvciBkb2NrZXIuaW8vbGlicmFyeS9lbmdpbmVhc\#
        GktYmFzZToxKgwIlYaN2AYQu/CitwEyDAiVho3YBhDMpbK3AQ=="}
        {"id":"moby.buildkit.trace","aux":"CqYBCkdzaGEyNTY6ZjE1ZGQ5ODFhMTM1YThmYWE1MTYyN2E1ZTkxY2M2NWJhZWY3NTA0OGE\#
        zNzhlM2ExYzcxMDFjNmI0Njg3Y2EzNBo/W2ludGVybmFsXSBsb2FkIG1ldGFkYXRhIGZvciBkb2NrZXIuaW8vbGlicmFyeS9lbmdpbmVhc\#
        GktYmFzZToxKgwIlYaN2AYQ3pyntwEyDAiVho3YBhDm0Li3AQ=="}
        {"id":"moby.buildkit.trace","aux":"Cn4KR3NoYTI1NjpkZDE2ZTQ4ZTljMDRlMmNjYjE1Y2U1NjUyNDU4MTBjMmQ2ZmJmNTE3MGV\#
        kMDdhZjlmOWI0NzJiOWMyZTIwMjE3GjNbYnVpbGQgMS82XSBGUk9NIGRvY2tlci5pby9saWJyYXJ5L2VuZ2luZWFwaS1iYXNlOjEKrAEKR\#
        3NoYTI1NjoyNjdjYTI1NjU4OTM5ZDA2OGZmYzAzOWEzOTUxMzlhMTQ2NjdkNzU4ZGRmYTU2Njk4NDMxMDU4MWZlZjgxYjBmEkdzaGEyNTY\#
        6ZGQxNmU0OGU5YzA0ZTJjY2IxNWNlNTY1MjQ1ODEwYzJkNmZiZjUxNzBlZDA3YWY5ZjliNDcyYjljMmUyMDIxNxoYW2J1aWxkIDIvNl0gV\#
        09SS0RJUiAvc3JjCvUBCkdzaGEyNTY6NTA2NTlmOWUwYTgyNGJiYzkwMGQwYmRiMzVhZmVkNWU0MzkyNWVlY2ZmYzI4NzIwNTgyMTRkZjV\#
        mM2U2MGYzZBJHc2hhMjU2OjI2N2NhMjU2NTg5MzlkMDY4ZmZjMDM5YTM5NTEzOWExNDY2N2Q3NThkZGZhNTY2OTg0MzEwNTgxZmVmODFiM\#
        GYSR3NoYTI1NjpmNmFjZjAxYTAwZWQ1ZWFkNGZjYjFmYjRkYWUwM2QxMDVkNGEwMmU4YmJkNDAxOWZkN2U5ZDdiNzIwMDQwZmYzGhhbYnV\#
        pbGQgMy82XSBDT1BZIGEudHh0IC4KwgEKR3NoYTI1NjpmMDdmZTI4NmY2ZmQ5MzBmODAwYTQ0M2M5YmQxMTdjYzcwMDRjZGUwMmVhNmY2Y\#
        TQ5NjgxODZjN2I0ZmJhNjBjEkdzaGEyNTY6NTA2NTlmOWUwYTgyNGJiYzkwMGQwYmRiMzVhZmVkNWU0MzkyNWVlY2ZmYzI4NzIwNTgyMTR\#
        kZjVmM2U2MGYzZBouW2J1aWxkIDQvNl0gUlVOIGVjaG8gImhlbGxvIHdvcmxkIiAmJiAgICAgdHJ1ZQr1AQpHc2hhMjU2OjkyZDU1ZTdjM\#
        jVjYmI1Yzc3OTIwMTRkMDA5ODA2OTk0ZTMyZTQxMzNkZTNkNmJjMDQ5NWYyMzczZTMyMDFkMDASR3NoYTI1NjpmMDdmZTI4NmY2ZmQ5MzB\#
        mODAwYTQ0M2M5YmQxMTdjYzcwMDRjZGUwMmVhNmY2YTQ5NjgxODZjN2I0ZmJhNjBjEkdzaGEyNTY6ZjZhY2YwMWEwMGVkNWVhZDRmY2IxZ\#
        mI0ZGFlMDNkMTA1ZDRhMDJlOGJiZDQwMTlmZDdlOWQ3YjcyMDA0MGZmMxoYW2J1aWxkIDUvNl0gQ09QWSBiLnR4dCAuCq0BCkdzaGEyNTY\#
        6NTk1ODZkM2NiZjliOWU4NGYzMmM5OGNlYjQzZmFiZTkzNmQ0NDhlYmJiZDVlMzJiYjM3MmEyZmUxMDdmMjFmORJHc2hhMjU2OjkyZDU1Z\#
        TdjMjVjYmI1Yzc3OTIwMTRkMDA5ODA2OTk0ZTMyZTQxMzNkZTNkNmJjMDQ5NWYyMzczZTMyMDFkMDAaGVtidWlsZCA2LzZdIFJVTiBjYXQ\#
        gYi50eHQKkgIKR3NoYTI1Njo5YmY4OTUwOTk4ZGM1Njk2OWRiYjUwYmVmNjA2M2M5Y2E2OGViZGEyMDIzZDFkMTNiMWQ3YjViZjZjN2UwY\#
        TQ3EkdzaGEyNTY6ZGQxNmU0OGU5YzA0ZTJjY2IxNWNlNTY1MjQ1ODEwYzJkNmZiZjUxNzBlZDA3YWY5ZjliNDcyYjljMmUyMDIxNxJHc2h\#
        hMjU2OjU5NTg2ZDNjYmY5YjllODRmMzJjOThjZWI0M2ZhYmU5MzZkNDQ4ZWJiYmQ1ZTMyYmIzNzJhMmZlMTA3ZjIxZjkaNVtzdGFnZS0xI\#
        DIvMl0gQ09QWSAtLWZyb209YnVpbGQgL3NyYy9hLnR4dCAvb3V0L2EudHh0"}
        {"id":"moby.buildkit.trace","aux":"CpoBCkdzaGEyNTY6ZGQxNmU0OGU5YzA0ZTJjY2IxNWNlNTY1MjQ1ODEwYzJkNmZiZjUxNzB\#
        lZDA3YWY5ZjliNDcyYjljMmUyMDIxNxozW2J1aWxkIDEvNl0gRlJPTSBkb2NrZXIuaW8vbGlicmFyeS9lbmdpbmVhcGktYmFzZToxKgwIl\#
        YaN2AYQwPf/twEyDAiVho3YBhDyl4y4AQrKAQpHc2hhMjU2OjI2N2NhMjU2NTg5MzlkMDY4ZmZjMDM5YTM5NTEzOWExNDY2N2Q3NThkZGZ\#
        hNTY2OTg0MzEwNTgxZmVmODFiMGYSR3NoYTI1NjpkZDE2ZTQ4ZTljMDRlMmNjYjE1Y2U1NjUyNDU4MTBjMmQ2ZmJmNTE3MGVkMDdhZjlmO\#
        WI0NzJiOWMyZTIwMjE3GhhbYnVpbGQgMi82XSBXT1JLRElSIC9zcmMgASoMCJWGjdgGEKWImLkBMgwIlYaN2AYQpYiYuQEKkwIKR3NoYTI\#
        1Njo1MDY1OWY5ZTBhODI0YmJjOTAwZDBiZGIzNWFmZWQ1ZTQzOTI1ZWVjZmZjMjg3MjA1ODIxNGRmNWYzZTYwZjNkEkdzaGEyNTY6MjY3Y\#
        2EyNTY1ODkzOWQwNjhmZmMwMzlhMzk1MTM5YTE0NjY3ZDc1OGRkZmE1NjY5ODQzMTA1ODFmZWY4MWIwZhJHc2hhMjU2OmY2YWNmMDFhMDB\#
        lZDVlYWQ0ZmNiMWZiNGRhZTAzZDEwNWQ0YTAyZThiYmQ0MDE5ZmQ3ZTlkN2I3MjAwNDBmZjMaGFtidWlsZCAzLzZdIENPUFkgYS50eHQgL\#
        iABKgwIlYaN2AYQpYiYuQEyDAiVho3YBhCliJi5AQrgAQpHc2hhMjU2OmYwN2ZlMjg2ZjZmZDkzMGY4MDBhNDQzYzliZDExN2NjNzAwNGN\#
        kZTAyZWE2ZjZhNDk2ODE4NmM3YjRmYmE2MGMSR3NoYTI1Njo1MDY1OWY5ZTBhODI0YmJjOTAwZDBiZGIzNWFmZWQ1ZTQzOTI1ZWVjZmZjM\#
        jg3MjA1ODIxNGRmNWYzZTYwZjNkGi5bYnVpbGQgNC82XSBSVU4gZWNobyAiaGVsbG8gd29ybGQiICYmICAgICB0cnVlIAEqDAiVho3YBhC\#
        liJi5ATIMCJWGjdgGEPyFmrkBCoMCCkdzaGEyNTY6OTJkNTVlN2MyNWNiYjVjNzc5MjAxNGQwMDk4MDY5OTRlMzJlNDEzM2RlM2Q2YmMwN\#
        Dk1ZjIzNzNlMzIwMWQwMBJHc2hhMjU2OmYwN2ZlMjg2ZjZmZDkzMGY4MDBhNDQzYzliZDExN2NjNzAwNGNkZTAyZWE2ZjZhNDk2ODE4NmM\#
        3YjRmYmE2MGMSR3NoYTI1NjpmNmFjZjAxYTAwZWQ1ZWFkNGZjYjFmYjRkYWUwM2QxMDVkNGEwMmU4YmJkNDAxOWZkN2U5ZDdiNzIwMDQwZ\#
        mYzGhhbYnVpbGQgNS82XSBDT1BZIGIudHh0IC4qDAiVho3YBhCwyaW5AQ=="}
        {"id":"moby.buildkit.trace","aux":"CpECCkdzaGEyNTY6OTJkNTVlN2MyNWNiYjVjNzc5MjAxNGQwMDk4MDY5OTRlMzJlNDEzM2R\#
        lM2Q2YmMwNDk1ZjIzNzNlMzIwMWQwMBJHc2hhMjU2OmYwN2ZlMjg2ZjZmZDkzMGY4MDBhNDQzYzliZDExN2NjNzAwNGNkZTAyZWE2ZjZhN\#
        Dk2ODE4NmM3YjRmYmE2MGMSR3NoYTI1NjpmNmFjZjAxYTAwZWQ1ZWFkNGZjYjFmYjRkYWUwM2QxMDVkNGEwMmU4YmJkNDAxOWZkN2U5ZDd\#
        iNzIwMDQwZmYzGhhbYnVpbGQgNS82XSBDT1BZIGIudHh0IC4qDAiVho3YBhCwyaW5ATIMCJWGjdgGEKHC3sAB"}
        {"id":"moby.buildkit.trace","aux":"CrsBCkdzaGEyNTY6NTk1ODZkM2NiZjliOWU4NGYzMmM5OGNlYjQzZmFiZTkzNmQ0NDhlYmJ\#
        iZDVlMzJiYjM3MmEyZmUxMDdmMjFmORJHc2hhMjU2OjkyZDU1ZTdjMjVjYmI1Yzc3OTIwMTRkMDA5ODA2OTk0ZTMyZTQxMzNkZTNkNmJjM\#
        DQ5NWYyMzczZTMyMDFkMDAaGVtidWlsZCA2LzZdIFJVTiBjYXQgYi50eHQqDAiVho3YBhDXz7/BAQ=="}
        {"id":"moby.buildkit.trace","aux":"Gl8KR3NoYTI1Njo1OTU4NmQzY2JmOWI5ZTg0ZjMyYzk4Y2ViNDNmYWJlOTM2ZDQ0OGViYmJ\#
        kNWUzMmJiMzcyYTJmZTEwN2YyMWY5EgwIlYaN2AYQ6cWL5AIYASIEdHdvCg=="}
        {"id":"moby.buildkit.trace","aux":"CskBCkdzaGEyNTY6NTk1ODZkM2NiZjliOWU4NGYzMmM5OGNlYjQzZmFiZTkzNmQ0NDhlYmJ\#
        iZDVlMzJiYjM3MmEyZmUxMDdmMjFmORJHc2hhMjU2OjkyZDU1ZTdjMjVjYmI1Yzc3OTIwMTRkMDA5ODA2OTk0ZTMyZTQxMzNkZTNkNmJjM\#
        DQ5NWYyMzczZTMyMDFkMDAaGVtidWlsZCA2LzZdIFJVTiBjYXQgYi50eHQqDAiVho3YBhDXz7/BATIMCJWGjdgGEIaS8fYC"}
        {"id":"moby.buildkit.trace","aux":"CqICCkdzaGEyNTY6OWJmODk1MDk5OGRjNTY5NjlkYmI1MGJlZjYwNjNjOWNhNjhlYmRhMjA\#
        yM2QxZDEzYjFkN2I1YmY2YzdlMGE0NxJHc2hhMjU2OmRkMTZlNDhlOWMwNGUyY2NiMTVjZTU2NTI0NTgxMGMyZDZmYmY1MTcwZWQwN2FmO\#
        WY5YjQ3MmI5YzJlMjAyMTcSR3NoYTI1Njo1OTU4NmQzY2JmOWI5ZTg0ZjMyYzk4Y2ViNDNmYWJlOTM2ZDQ0OGViYmJkNWUzMmJiMzcyYTJ\#
        mZTEwN2YyMWY5GjVbc3RhZ2UtMSAyLzJdIENPUFkgLS1mcm9tPWJ1aWxkIC9zcmMvYS50eHQgL291dC9hLnR4dCABKgwIlYaN2AYQt+6D/\#
        wI="}
        {"id":"moby.buildkit.trace","aux":"CrACCkdzaGEyNTY6OWJmODk1MDk5OGRjNTY5NjlkYmI1MGJlZjYwNjNjOWNhNjhlYmRhMjA\#
        yM2QxZDEzYjFkN2I1YmY2YzdlMGE0NxJHc2hhMjU2OmRkMTZlNDhlOWMwNGUyY2NiMTVjZTU2NTI0NTgxMGMyZDZmYmY1MTcwZWQwN2FmO\#
        WY5YjQ3MmI5YzJlMjAyMTcSR3NoYTI1Njo1OTU4NmQzY2JmOWI5ZTg0ZjMyYzk4Y2ViNDNmYWJlOTM2ZDQ0OGViYmJkNWUzMmJiMzcyYTJ\#
        mZTEwN2YyMWY5GjVbc3RhZ2UtMSAyLzJdIENPUFkgLS1mcm9tPWJ1aWxkIC9zcmMvYS50eHQgL291dC9hLnR4dCABKgwIlYaN2AYQt+6D/\#
        wIyDAiVho3YBhCwkJz/Ag=="}
        {"id":"moby.buildkit.trace","aux":"CmsKR3NoYTI1NjplOGM2MTNlMDdiMGI3ZmYzMzg5M2I2OTRmNzc1OWExMGQ0MmUxODBmMmI\#
        0ZGMzNDlmYjU3ZGM2YjcxZGNhYjAwGhJleHBvcnRpbmcgdG8gaW1hZ2UqDAiVho3YBhCxj6H/AhKFAQoQZXhwb3J0aW5nIGxheWVycxJHc\#
        2hhMjU2OmU4YzYxM2UwN2IwYjdmZjMzODkzYjY5NGY3NzU5YTEwZDQyZTE4MGYyYjRkYzM0OWZiNTdkYzZiNzFkY2FiMDAyDAiVho3YBhC\#
        U+6H/AjoMCJWGjdgGEPGsof8CQgwIlYaN2AYQmvmh/wI="}
        {"id":"moby.buildkit.trace","aux":"ErwBClV3cml0aW5nIGltYWdlIHNoYTI1NjphMzgwZmE0YmMyMDQxYTVhYzhkYzc4Y2MxMjE\#
        zODNlN2U5YTYyZmM0MDQzNDE0MTk2YjdmZmNjNWE2ZjY2NDFlEkdzaGEyNTY6ZThjNjEzZTA3YjBiN2ZmMzM4OTNiNjk0Zjc3NTlhMTBkN\#
        DJlMTgwZjJiNGRjMzQ5ZmI1N2RjNmI3MWRjYWIwMDIMCJWGjdgGEM+/84EDOgwIlYaN2AYQyrjzgQM="}
        {"id":"moby.image.id","aux":{"ID":"sha256:a380fa4bc2041a5ac8dc78cc121383e7e9a62fc4043414196b7ffcc5a6f6641e\#
        "}}
        {"id":"moby.buildkit.trace","aux":"CnkKR3NoYTI1NjplOGM2MTNlMDdiMGI3ZmYzMzg5M2I2OTRmNzc1OWExMGQ0MmUxODBmMmI\#
        0ZGMzNDlmYjU3ZGM2YjcxZGNhYjAwGhJleHBvcnRpbmcgdG8gaW1hZ2UqDAiVho3YBhCxj6H/AjIMCJWGjdgGEMHU04IDEsoBClV3cml0a\#
        W5nIGltYWdlIHNoYTI1NjphMzgwZmE0YmMyMDQxYTVhYzhkYzc4Y2MxMjEzODNlN2U5YTYyZmM0MDQzNDE0MTk2YjdmZmNjNWE2ZjY2NDF\#
        lEkdzaGEyNTY6ZThjNjEzZTA3YjBiN2ZmMzM4OTNiNjk0Zjc3NTlhMTBkNDJlMTgwZjJiNGRjMzQ5ZmI1N2RjNmI3MWRjYWIwMDIMCJWGj\#
        dgGEKL6z4IDOgwIlYaN2AYQyrjzgQNCDAiVho3YBhCu8s+CAxKhAQosbmFtaW5nIHRvIGRvY2tlci5pby9saWJyYXJ5L2VuZ2luZWFwaS1\#
        yZWM6cDISR3NoYTI1NjplOGM2MTNlMDdiMGI3ZmYzMzg5M2I2OTRmNzc1OWExMGQ0MmUxODBmMmI0ZGMzNDlmYjU3ZGM2YjcxZGNhYjAwM\#
        gwIlYaN2AYQ1bnTggM6DAiVho3YBhD009KCA0IMCJWGjdgGEJa404ID"}
        {"stream":"Successfully tagged engineapi-rec:p2\n"}
        """#
}
