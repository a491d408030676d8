namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Runs handlers on threads of their own, what follows their awaits included, so that handlers that block
/// leave the thread pool to the application: its timers and answers need it.</summary>
/// <remarks>Threads are made when they are needed and end when they are idle. No work waits for another: what comes
/// when all threads are busy runs on the thread pool, so that a handler can block on work of its own.</remarks>
internal sealed class HandlerScheduler : TaskScheduler
{
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(10);

    private readonly List<IdleThread> _idle = [];
    private readonly int _maxThreads;
    private int _threads;

    public HandlerScheduler(int maxThreads) => _maxThreads = maxThreads;

    /// <summary>Starts work on these threads, whatever thread this is.</summary>
    public Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <inheritdoc cref="RunAsync{TResult}"/>
    public Task RunAsync(Action work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    protected override void QueueTask(Task task)
    {
        if (!TryGiveToIdle(task) && !TryGiveToNew(task))
        {
            ThreadPool.UnsafeQueueUserWorkItem(Execute, task, preferLocal: false);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        Current == this && TryExecuteTask(task);

    // For debuggers. None waits.
    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private bool TryGiveToIdle(Task task)
    {
        lock (_idle)
        {
            if (_idle.Count == 0)
            {
                return false;
            }

            // The last to become idle, so that the others can end.
            _idle[^1].Give(task);
            _idle.RemoveAt(_idle.Count - 1);

            return true;
        }
    }

    private bool TryGiveToNew(Task task)
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
                // The system has no more threads; the pool has some.
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

            // It has got work in this moment.
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
