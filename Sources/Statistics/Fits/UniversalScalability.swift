/// The Universal Scalability Law: `X(N) = λN / (1 + σ(N − 1) + κN(N − 1))`.
///
/// Source: N. Gunther, "Guerrilla Capacity Planning" (2007), chapter 5.
public struct UniversalScalability: Sendable, Equatable {
    /// The throughput of one, `λ`.
    public let single: Double
    /// The share that is done by one after the other, `σ`.
    public let contention: Double
    /// What keeping in step costs each pair, `κ`.
    public let coherency: Double
    /// The root of the mean squared residual, in the unit of the throughput.
    public let residual: Double

    /// Whether the parameters can be those of something real: `λ > 0`, `0 ≤ σ ≤ 1`, `κ ≥ 0`. A fit that is not says nothing.
    public var isPhysical: Bool { single > 0 && (0...1).contains(contention) && coherency >= 0 }

    /// The number at which throughput is largest, `√((1 − σ)/κ)`; infinite where nothing is lost to keeping in step.
    public var peak: Double { coherency > 0 ? ((1 - contention) / coherency).squareRoot() : .infinity }

    /// The throughput at a number.
    public func throughput(_ number: Double) -> Double {
        single * number / (1 + contention * (number - 1) + coherency * number * (number - 1))
    }

    /// The parameters of least squared residuals of the throughput: started from the linear fit of `N/X`, then by Gauss and Newton's
    /// steps, halved where they do not lead down. Nil of fewer than four points or three numbers, or where they determine nothing.
    public init?(_ points: [(number: Double, throughput: Double)]) {
        guard points.count >= 4, Set(points.map(\.number)).count >= 3, points.allSatisfy({ $0.throughput > 0 }),
            let start = LeastSquares.fit(
                points.map { [1, $0.number - 1, $0.number * ($0.number - 1)] }, points.map { $0.number / $0.throughput }
            ),
            start[0] > 0
        else { return nil }
        // N/X is linear in 1/λ, σ/λ, κ/λ.
        var parameters = [1 / start[0], start[1] / start[0], start[2] / start[0]]
        var error = Self.squares(parameters, points)
        for _ in 0..<200 {
            guard let step = Self.step(parameters, points) else { break }
            var share = 1.0
            var next = parameters
            var nextError = error
            repeat {
                next = zip(parameters, step).map { $0 + share * $1 }
                nextError = Self.squares(next, points)
                share /= 2
            } while nextError > error && share > 1e-9
            guard nextError <= error else { break }
            let isSmall = abs(error - nextError) <= 1e-14 * max(error, .leastNormalMagnitude)
            parameters = next
            error = nextError
            if isSmall { break }
        }
        single = parameters[0]
        contention = parameters[1]
        coherency = parameters[2]
        residual = (error / Double(points.count)).squareRoot()
        guard [single, contention, coherency, residual].allSatisfy(\.isFinite) else { return nil }
    }

    private static func divisor(_ parameters: [Double], _ number: Double) -> Double {
        1 + parameters[1] * (number - 1) + parameters[2] * number * (number - 1)
    }

    private static func squares(_ parameters: [Double], _ points: [(number: Double, throughput: Double)]) -> Double {
        points.reduce(0) { sum, point in
            let divisor = divisor(parameters, point.number)
            // Where the curve has a pole, no number is near it.
            guard divisor > 0 else { return .infinity }
            let residual = point.throughput - parameters[0] * point.number / divisor
            return sum + residual * residual
        }
    }

    /// Gauss and Newton's step: the linear fit of the residuals over the derivatives.
    private static func step(
        _ parameters: [Double], _ points: [(number: Double, throughput: Double)]
    ) -> [Double]? {
        let rows = points.map { point -> [Double] in
            let number = point.number
            let divisor = divisor(parameters, number)
            let slope = -parameters[0] * number / (divisor * divisor)
            return [number / divisor, slope * (number - 1), slope * number * (number - 1)]
        }
        let residuals = points.map { $0.throughput - parameters[0] * $0.number / divisor(parameters, $0.number) }
        return LeastSquares.fit(rows, residuals)
    }
}
