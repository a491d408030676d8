namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>What became of a POST to the endpoint. Only the last two are answered with <c>success</c>.</summary>
internal enum NotificationOutcome
{
    /// <summary>The parser refused it.</summary>
    Refused = 0,

    TooLarge,

    BodyTimeout,

    BodyIncomplete,

    Misconfigured,

    /// <summary>As many handlers run as may.</summary>
    Throttled,

    HandlerFailed,

    HandlerTimeout,

    Duplicate,

    Handled,
}
