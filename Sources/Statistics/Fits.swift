enum LeastSquares {
    /// Solves `A·x = b` by Gaussian elimination with row exchange; nil if `A` is singular to the precision of `Double`.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        var rows = zip(matrix, right).map { $0 + [$1] }
        let count = rows.count
        let scale = matrix.flatMap { $0 }.map(abs).max() ?? 0
        for column in 0..<count {
            guard let pivot = (column..<count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[pivot][column]) > scale * 1e-14
            else { return nil }
            rows.swapAt(column, pivot)
            for row in 0..<count where row != column {
                let factor = rows[row][column] / rows[column][column]
                guard factor != 0 else { continue }
                for place in column...count { rows[row][place] -= factor * rows[column][place] }
            }
        }
        return (0..<count).map { rows[$0][count] / rows[$0][$0] }
    }

    /// The least-squares coefficients of `values` over `rows`, by the normal equations of columns scaled to their norm.
    static func fit(_ rows: [[Double]], _ values: [Double]) -> [Double]? {
        guard let width = rows.first?.count, rows.count >= width else { return nil }
        let norms = (0..<width).map { column in rows.reduce(0) { $0 + $1[column] * $1[column] }.squareRoot() }
        guard norms.allSatisfy({ $0 > 0 }) else { return nil }
        let scaled = rows.map { row in zip(row, norms).map { $0 / $1 } }
        let matrix = (0..<width).map { left in
            (0..<width).map { right in scaled.reduce(0) { $0 + $1[left] * $1[right] } }
        }
        let sums = (0..<width).map { column in zip(scaled, values).reduce(0) { $0 + $1.0[column] * $1.1 } }
        return solve(matrix, sums).map { zip($0, norms).map { $0 / $1 } }
    }
}

/// The Universal Scalability Law: `X(N) = λN / (1 + σ(N − 1) + κN(N − 1))`.
///
/// Source: N. Gunther, "Guerrilla Capacity Planning" (2007), chapter 5.
package struct UniversalScalability: Sendable, Equatable {
    /// `λ`, the throughput at N = 1.
    package let single: Double
    /// `σ`, the serial share of the work.
    package let contention: Double
    /// `κ`, the cost of coordination per pair.
    package let coherency: Double
    /// The root mean square residual, in the unit of the throughput.
    package let residual: Double

    /// Whether the parameters are physically possible: `λ > 0`, `0 ≤ σ ≤ 1`, `κ ≥ 0`. Otherwise the fit has no meaning.
    package var isPhysical: Bool { single > 0 && (0...1).contains(contention) && coherency >= 0 }

    /// The number with the largest throughput, `√((1 − σ)/κ)`; infinite without coordination cost.
    package var peak: Double { coherency > 0 ? ((1 - contention) / coherency).squareRoot() : .infinity }

    package func throughput(_ number: Double) -> Double {
        single * number / (1 + contention * (number - 1) + coherency * number * (number - 1))
    }

    /// The parameters that minimise the squared residuals of the throughput: from the linear fit of `N/X` on, by
    /// Gauss-Newton steps, halved while they do not reduce the error. nil for fewer than four points or three numbers,
    /// or if they determine no parameters.
    package init?(_ points: [(number: Double, throughput: Double)]) {
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
            var (next, nextError) = (parameters, error)
            repeat {
                next = zip(parameters, step).map { $0 + share * $1 }
                nextError = Self.squares(next, points)
                share /= 2
            } while nextError > error && share > 1e-9
            guard nextError <= error else { break }
            let isSmall = abs(error - nextError) <= 1e-14 * max(error, .leastNormalMagnitude)
            (parameters, error) = (next, nextError)
            if isSmall { break }
        }
        (single, contention, coherency) = (parameters[0], parameters[1], parameters[2])
        residual = (error / Double(points.count)).squareRoot()
        guard [single, contention, coherency, residual].allSatisfy(\.isFinite) else { return nil }
    }

    private static func divisor(_ parameters: [Double], _ number: Double) -> Double {
        1 + parameters[1] * (number - 1) + parameters[2] * number * (number - 1)
    }

    private static func squares(_ parameters: [Double], _ points: [(number: Double, throughput: Double)]) -> Double {
        points.reduce(0) { sum, point in
            let divisor = divisor(parameters, point.number)
            // A pole of the curve is never close to measured values.
            guard divisor > 0 else { return .infinity }
            let residual = point.throughput - parameters[0] * point.number / divisor
            return sum + residual * residual
        }
    }

    /// The Gauss-Newton step: the linear fit of the residuals over the derivatives.
    private static func step(_ parameters: [Double], _ points: [(number: Double, throughput: Double)]) -> [Double]? {
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
