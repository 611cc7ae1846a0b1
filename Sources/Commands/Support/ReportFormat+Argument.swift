import ArgumentParser
import Publishing
import Questions

extension ReportFormat: ExpressibleByArgument {}
