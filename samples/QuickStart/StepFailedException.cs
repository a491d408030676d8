namespace QuickStart;

/// <summary>A step did not end as it should.</summary>
internal sealed class StepFailedException(string message) : Exception(message);
