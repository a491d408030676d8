namespace Pyxpro.Sdk.Tests;

/// <summary>Limits in wall-clock time. Only a test that hangs reaches them, and then says what was done by then.</summary>
internal static class TimeLimit
{
    /// <summary>Waits for a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="limit">The time after which the test fails.</param>
    /// <param name="progress">Says what was done.</param>
    public static async Task<T> WithinAsync<T>(this Task<T> task, TimeSpan limit, Func<string> progress)
    {
        await ((Task)task).WithinAsync(limit, progress);

        return await task;
    }

    /// <inheritdoc cref="WithinAsync{T}"/>
    public static async Task WithinAsync(this Task task, TimeSpan limit, Func<string> progress)
    {
        if (await Task.WhenAny(task, Task.Delay(limit)) != task)
        {
            throw new TimeoutException($"After {limit.TotalSeconds:F0} s the test still waits: {progress()}.");
        }

        await task;
    }
}
