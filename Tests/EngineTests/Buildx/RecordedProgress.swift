/// What buildx printed for builds on Docker 26.1; digests are shortened, and the builder's own vertices left out.
enum RecordedProgress {
    /// Of buildx 0.13.1, which indents: `FROM tiny:1`, `COPY manifest /m`, `RUN echo two; cat /m`.
    static let indented = #"""
        {
          "statuses": [
            {
              "id": "transferring dockerfile:",
              "vertex": "sha256:00",
              "name": "transferring",
              "current": 79,
              "timestamp": "2026-11-30T14:47:11.046282075Z",
              "started": "2026-11-30T14:47:11.044192046Z",
              "completed": "2026-11-30T14:47:11.046281915Z"
            }
          ]
        }
        {
          "statuses": [
            {
              "id": "transferring context:",
              "vertex": "sha256:01",
              "name": "transferring",
              "current": 2,
              "timestamp": "2026-11-30T14:47:11.076556242Z",
              "started": "2026-11-30T14:47:11.074724537Z",
              "completed": "2026-11-30T14:47:11.076556042Z"
            }
          ]
        }
        {
          "vertexes": [
            {
              "digest": "sha256:03",
              "inputs": [
                "sha256:04"
              ],
              "name": "[3/3] RUN echo two; cat /m"
            },
            {
              "digest": "sha256:04",
              "inputs": [
                "sha256:05",
                "sha256:06"
              ],
              "name": "[2/3] COPY manifest /m"
            },
            {
              "digest": "sha256:06",
              "name": "[internal] load build context"
            },
            {
              "digest": "sha256:05",
              "name": "[1/3] FROM docker.io/library/tiny:1"
            }
          ]
        }
        {
          "vertexes": [
            {
              "digest": "sha256:06",
              "name": "[internal] load build context",
              "started": "2026-11-30T14:47:11.09358235Z",
              "completed": "2026-11-30T14:47:11.093611033Z"
            },
            {
              "digest": "sha256:05",
              "name": "[1/3] FROM docker.io/library/tiny:1",
              "started": "2026-11-30T14:47:11.093794897Z",
              "completed": "2026-11-30T14:47:11.094007733Z"
            },
            {
              "digest": "sha256:06",
              "name": "[internal] load build context",
              "started": "2026-11-30T14:47:11.094122354Z"
            },
            {
              "digest": "sha256:05",
              "name": "[1/3] FROM docker.io/library/tiny:1",
              "started": "2026-11-30T14:47:11.097439909Z",
              "cached": true
            }
          ]
        }
        {
          "vertexes": [
            {
              "digest": "sha256:05",
              "name": "[1/3] FROM docker.io/library/tiny:1",
              "started": "2026-11-30T14:47:11.097439909Z",
              "completed": "2026-11-30T14:47:11.106743344Z",
              "cached": true
            }
          ],
          "statuses": [
            {
              "id": "transferring context:",
              "vertex": "sha256:06",
              "name": "transferring",
              "current": 0,
              "timestamp": "2026-11-30T14:47:11.106690671Z",
              "started": "2026-11-30T14:47:11.106689739Z"
            }
          ]
        }
        {
          "statuses": [
            {
              "id": "transferring context:",
              "vertex": "sha256:06",
              "name": "transferring",
              "current": 37,
              "timestamp": "2026-11-30T14:47:11.108334977Z",
              "started": "2026-11-30T14:47:11.106689739Z",
              "completed": "2026-11-30T14:47:11.108334787Z"
            }
          ]
        }
        {
          "vertexes": [
            {
              "digest": "sha256:04",
              "inputs": [
                "sha256:05",
                "sha256:06"
              ],
              "name": "[2/3] COPY manifest /m",
              "started": "2026-11-30T14:47:11.127359088Z"
            }
          ]
        }
        {
          "vertexes": [
            {
              "digest": "sha256:04",
              "inputs": [
                "sha256:05",
                "sha256:06"
              ],
              "name": "[2/3] COPY manifest /m",
              "started": "2026-11-30T14:47:11.127359088Z",
              "completed": "2026-11-30T14:47:11.223110289Z"
            }
          ]
        }
        {
          "vertexes": [
            {
              "digest": "sha256:03",
              "inputs": [
                "sha256:04"
              ],
              "name": "[3/3] RUN echo two; cat /m",
              "started": "2026-11-30T14:47:11.235283368Z"
            }
          ]
        }
        {
          "logs": [
            {
              "vertex": "sha256:03",
              "stream": 1,
              "data": "dHdvCg==",
              "timestamp": "2026-11-30T14:47:11.567894429Z"
            }
          ]
        }
        {
          "logs": [
            {
              "vertex": "sha256:03",
              "stream": 1,
              "data": "MQo=",
              "timestamp": "2026-11-30T14:47:11.569354021Z"
            }
          ]
        }
        {
          "vertexes": [
            {
              "digest": "sha256:03",
              "inputs": [
                "sha256:04"
              ],
              "name": "[3/3] RUN echo two; cat /m",
              "started": "2026-11-30T14:47:11.235283368Z",
              "completed": "2026-11-30T14:47:11.594487985Z"
            }
          ]
        }
        """#

    /// Of buildx 0.29.1: `FROM tiny:1`, `RUN echo words; exit 4`.
    static let failed = #"""
        {"statuses":[{"id":"transferring dockerfile:","vertex":"sha256:00","name":"transferring","current":64,"timestamp":"2026-11-30T14:46:58.93695502Z","started":"2026-11-30T14:46:58.934887704Z","completed":"2026-11-30T14:46:58.936954809Z"}]}
        {"statuses":[{"id":"transferring context:","vertex":"sha256:01","name":"transferring","current":2,"timestamp":"2026-11-30T14:46:58.972278258Z","started":"2026-11-30T14:46:58.970494424Z","completed":"2026-11-30T14:46:58.972278027Z"}]}
        {"vertexes":[{"digest":"sha256:03","inputs":["sha256:04"],"name":"[2/2] RUN echo words; exit 4"},{"digest":"sha256:04","name":"[1/2] FROM docker.io/library/tiny:1"}]}
        {"vertexes":[{"digest":"sha256:04","name":"[1/2] FROM docker.io/library/tiny:1","started":"2026-11-30T14:46:58.996957902Z","completed":"2026-11-30T14:46:58.997147674Z"},{"digest":"sha256:04","name":"[1/2] FROM docker.io/library/tiny:1","started":"2026-11-30T14:46:58.997304177Z","completed":"2026-11-30T14:46:58.997316094Z","cached":true},{"digest":"sha256:03","inputs":["sha256:04"],"name":"[2/2] RUN echo words; exit 4","started":"2026-11-30T14:46:58.997418667Z"}]}
        {"logs":[{"vertex":"sha256:03","stream":1,"data":"d29yZHMK","timestamp":"2026-11-30T14:46:59.199159742Z"}]}
        {"vertexes":[{"digest":"sha256:03","inputs":["sha256:04"],"name":"[2/2] RUN echo words; exit 4","started":"2026-11-30T14:46:58.997418667Z","completed":"2026-11-30T14:46:59.223928409Z","error":"process \"/bin/sh -c echo words; exit 4\" did not complete successfully: exit code: 4"}]}
        df:2
        --------------------
        1 |     FROM tiny:1
        2 | >>> RUN echo words; exit 4
        3 |     
        --------------------
        ERROR: failed to build: failed to solve: process "/bin/sh -c echo words; exit 4" did not complete successfully: exit code: 4
        """#
}
