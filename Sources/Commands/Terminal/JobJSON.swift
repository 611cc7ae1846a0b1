import Foundation
import Model
import Store
import Tracking

/// Jobs for programs. Durations are in seconds, sizes in bytes; times of steps and phases count from the job's start.
extension JSONFields {
    init(_ list: JobList) {
        self = [
            "shown": list.entries.count, "matching": list.matching, "orderedBy": list.metric?.id,
            "jobs": list.entries.map { entry in
                JSONFields(entry.job, entry.handle, entry.details, hits: entry.hits, misses: entry.misses, entry.value)
            },
        ]
    }

    init(_ account: JobAccount) {
        let (job, details) = (account.job, account.details)
        self = [
            "job": JSONFields(
                job, account.handle, details, hits: job.steps.isEmpty ? nil : job.hits,
                misses: job.steps.isEmpty ? nil : job.misses, nil),
            "excluded": details.exclusion, "unfinished": job.isUnfinished, "exitStatus": details.exitStatus,
            "failure": job.failure.map { ["phase": $0.phase?.rawValue, "message": $0.message] as JSONFields },
            "cleanupFailure": job.rarities.cleanupFailure, "outputTail": details.outputTail,
            "direct": job.direct.map { Self.direct($0, details) }, "contextBytes": details.contextBytes,
            "artifactBytes": details.artifactBytes,
            "phases": account.timeline.phases.map { phase in
                ["phase": phase.phase.rawValue, "start": phase.span.start, "seconds": phase.span.seconds] as JSONFields
            },
            "steps": account.timeline.steps.map(Self.step), "leaks": account.leaks.map(Self.leak),
            "audit": account.audit.map { Self.audit($0.record) },
            "disk": job.disk.map { Self.disk($0, account.growth) },
            "standing": Self.standing(account.standing),
        ]
    }

    private init(
        _ job: Job, _ handle: JobHandle, _ details: JobDetails, hits: Int?, misses: Int?, _ value: Double?
    ) {
        self = [
            "job": handle.description, "row": job.id, "run": details.run.uuidString, "scenario": job.cell.scenario,
            "position": job.position, "fixture": job.cell.fixture, "changeClass": job.cell.changeClass.rawValue,
            "change": job.change, "revision": details.revision, "configuration": job.cell.configuration,
            "outcome": job.outcome.rawValue, "startedAt": job.startedAt, "executor": job.executor, "round": job.round,
            "warmup": job.warmup, "cold": job.cold, "weight": job.weight, "queued": job.queued, "wall": job.wall,
            "build": job[.build], "command": job.command,
            "commandClock": job.command.map { _ in job.commandClock.rawValue }, "hits": hits, "misses": misses,
            "value": value,
        ]
    }

    private static func direct(_ direct: DirectRecord, _ details: JobDetails) -> JSONFields {
        [
            "order": direct.order.rawValue, "outcome": direct.end.rawValue, "seconds": direct.seconds,
            "exitStatus": direct.exitStatus, "message": details.directMessage, "outputTail": details.directOutputTail,
        ]
    }

    private static func step(_ laid: JobTimeline.StepSpan) -> JSONFields {
        let step = laid.step
        return [
            "ordinal": step.ordinal, "instruction": step.instruction, "cacheable": step.cacheable,
            "cached": step.cached, "missReason": step.missReason?.rawValue, "error": step.error, "bytes": step.bytes,
            "startedAt": step.startedAt, "seconds": step.duration, "start": laid.span?.start, "end": laid.span?.end,
            "lane": laid.span == nil ? nil : laid.lane, "moved": laid.moved,
        ]
    }

    private static func leak(_ found: StoredLeak) -> JSONFields {
        [
            "kind": found.leak.kind, "object": found.leak.object, "bytes": found.leak.bytes,
            "attribution": found.leak.attribution.rawValue, "remained": found.remained,
        ]
    }

    private static func audit(_ audit: AuditRecord) -> JSONFields {
        [
            "at": audit.at,
            "kinds": audit.kinds.map { kind in
                ["kind": kind.name, "sight": kind.sight, "reason": kind.reason, "objects": kind.count] as JSONFields
            },
        ]
    }

    private static func disk(_ disk: DiskRecord, _ growth: (engine: Int, filesystem: Int?)?) -> JSONFields {
        [
            "at": disk.at, "engineBytes": disk.engine, "filesystemBytes": disk.filesystem,
            "remainderBytes": disk.remainder, "engineGrownBytes": growth?.engine,
            "filesystemGrownBytes": growth?.filesystem,
        ]
    }

    private static func standing(_ standing: CellStanding) -> JSONFields {
        [
            "notComparedAs": standing.doubt,
            "figures": standing.figures.map { figure in
                [
                    "metric": figure.metric.id, "unit": figure.metric.unit, "value": figure.value,
                    "others": figure.others, "median": figure.median, "rank": figure.rank, "robustZ": figure.score,
                    "unusual": figure.isUnusual,
                ] as JSONFields
            },
        ]
    }
}
