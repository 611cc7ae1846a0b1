import Testing

/// Everything here uses a real engine. One test at a time: a neighbour's load would be in its figures.
@Suite(.serialized) struct IntegrationTests {}
