namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>The outcome of a POST to the endpoint. Only the last two are acknowledged with <c>success</c>.</summary>
internal enum NotificationOutcome
{
    /// <summary>The parser rejected it.</summary>
    Rejected = 0,

    TooLarge,

    BodyTimeout,

    BodyIncomplete,

    /// <summary>A middleware had read or closed the body.</summary>
    BodyUnreadable,

    Misconfigured,

    /// <summary>The resolver threw, or the look-up did not end in time.</summary>
    LookUpFailed,

    /// <summary>The limit of concurrent handlers was reached.</summary>
    Throttled,

    HandlerFailed,

    HandlerTimeout,

    Duplicate,

    Handled,
}
