/// Small linear systems.
enum LeastSquares {
    /// Solves `A·x = b` by Gauss's elimination with row exchange; nil where `A` is singular to the precision of `Double`.
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

    /// The coefficients of the least squares of `values` over `rows`, by the normal equations, each column scaled to its norm.
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
