namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Runs handlers on threads of their own, what follows their awaits included, so that handlers that block
/// leave the thread pool to the application: its timers and answers need it.</summary>
/// <remarks>Threads are made when they are needed and end when they are idle. No work waits for another: what comes
/// when all threads are busy runs on the thread pool, so that a handler can block on work of its own.</remarks>
internal sealed class HandlerScheduler : TaskScheduler
{
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(10);

    private readonly Queue<Task> _forIdle = new();
    private readonly int _maxThreads;
    private int _threads;
    private int _idle;

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
        lock (_forIdle)
        {
            if (_idle <= _forIdle.Count)
            {
                return false;
            }

            _forIdle.Enqueue(task);
            Monitor.Pulse(_forIdle);

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
            catch (OutOfMemoryException)
            {
                // The system has no more threads; the pool has some.
            }
        }

        Interlocked.Decrement(ref _threads);

        return false;
    }

    private void Run(object? first)
    {
        for (var task = (Task?)first; task is not null; task = WaitForNext())
        {
            Execute(task);
        }

        Interlocked.Decrement(ref _threads);
    }

    private void Execute(Task task) => TryExecuteTask(task);

    private Task? WaitForNext()
    {
        lock (_forIdle)
        {
            var isInTime = true;
            Task? task;
            _idle++;
            while (!_forIdle.TryDequeue(out task) && isInTime)
            {
                isInTime = Monitor.Wait(_forIdle, MaxIdleTime);
            }

            _idle--;

            return task;
        }
    }
}
