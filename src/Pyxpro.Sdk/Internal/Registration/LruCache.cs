using System.Diagnostics.CodeAnalysis;

namespace Pyxpro.Sdk.Internal;

/// <summary>A dictionary of limited size. When it is full, the entry that was not used for the longest time is removed.
/// Each operation takes constant time. It is not thread-safe.</summary>
/// <remarks>MemoryCache does not fit: when it is full it refuses the new entry, and then removes old ones in the
/// background by a sort. It does not use TimeProvider.</remarks>
internal sealed class LruCache<TValue>
{
    private readonly Dictionary<string, LinkedListNode<(string Key, TValue Value)>> _nodes =
        new(StringComparer.Ordinal);

    // The first is the last that was used.
    private readonly LinkedList<(string Key, TValue Value)> _order = new();
    private readonly int _capacity;

    public LruCache(int capacity) => _capacity = capacity;

    public int Count => _nodes.Count;

    /// <summary>Returns an entry, which counts as used.</summary>
    public bool TryUse(string key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            value = default;

            return false;
        }

        if (node != _order.First)
        {
            _order.Remove(node);
            _order.AddFirst(node);
        }

        value = node.Value.Value;

        return true;
    }

    /// <summary>Adds or replaces an entry, which counts as used.</summary>
    public void Set(string key, TValue value)
    {
        Remove(key);
        if (_nodes.Count == _capacity)
        {
            Remove(_order.Last!.Value.Key);
        }

        _nodes.Add(key, _order.AddFirst((key, value)));
    }

    public void Remove(string key)
    {
        if (_nodes.Remove(key, out var node))
        {
            _order.Remove(node);
        }
    }
}
