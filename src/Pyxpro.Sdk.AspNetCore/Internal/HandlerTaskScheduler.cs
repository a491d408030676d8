namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Runs handlers, including their continuations, on dedicated threads. Handlers that block then leave the
/// thread pool to the application, which needs it for timers and responses.</summary>
/// <remarks>Threads are created on demand and end when they are idle. Work is never queued: when all threads are busy,
/// it runs on the thread pool, so that a handler can block on its own work.</remarks>
internal sealed class HandlerTaskScheduler : TaskScheduler
{
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(10);

    private readonly List<IdleThread> _idle = [];
    private readonly int _maxThreads;
    private int _threads;

    public HandlerTaskScheduler(int maxThreads) => _maxThreads = maxThreads;

    /// <summary>Starts work on these threads, from any thread.</summary>
    public Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <inheritdoc cref="RunAsync{TResult}"/>
    public Task RunAsync(Action work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    protected override void QueueTask(Task task)
    {
        if (!TryRunOnIdleThread(task) && !TryRunOnNewThread(task))
        {
            ThreadPool.UnsafeQueueUserWorkItem(Execute, task, preferLocal: false);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        Current == this && TryExecuteTask(task);

    // For debuggers. No task is ever queued.
    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private bool TryRunOnIdleThread(Task task)
    {
        lock (_idle)
        {
            if (_idle.Count == 0)
            {
                return false;
            }

            // The last that became idle, so that the others can end.
            _idle[^1].Give(task);
            _idle.RemoveAt(_idle.Count - 1);

            return true;
        }
    }

    private bool TryRunOnNewThread(Task task)
    {
        if (Interlocked.Increment(ref _threads) <= _maxThreads)
        {
            try
            {
                new Thread(Run) { IsBackground = true, Name = "Pyxpro notification handlers" }.UnsafeStart(task);

                return true;
            }
            catch (Exception)
            {
                // The system has no more threads; the thread pool has some.
            }
        }

        Interlocked.Decrement(ref _threads);

        return false;
    }

    private void Run(object? first)
    {
        using var thread = new IdleThread();
        for (var task = (Task?)first; task is not null; task = WaitForNext(thread))
        {
            Execute(task);
        }

        Interlocked.Decrement(ref _threads);
    }

    private void Execute(Task task) => TryExecuteTask(task);

    private Task? WaitForNext(IdleThread thread)
    {
        lock (_idle)
        {
            _idle.Add(thread);
        }

        if (!thread.Wait(MaxIdleTime))
        {
            lock (_idle)
            {
                if (_idle.Remove(thread))
                {
                    return null;
                }
            }

            // It was given work in the meantime.
            thread.Wait(Timeout.InfiniteTimeSpan);
        }

        return thread.Take();
    }

    private sealed class IdleThread : IDisposable
    {
        private readonly SemaphoreSlim _given = new(0);
        private Task? _task;

        public void Give(Task task)
        {
            _task = task;
            _given.Release();
        }

        public bool Wait(TimeSpan time) => _given.Wait(time);

        public Task? Take() => Interlocked.Exchange(ref _task, null);

        public void Dispose() => _given.Dispose();
    }
}
