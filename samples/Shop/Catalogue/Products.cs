namespace Shop;

/// <summary>The catalogue.</summary>
public static class Products
{
    public static IReadOnlyList<Product> All { get; } =
    [
        new("oolong", "Oolong, 100 g", "Half-fermented, from the high mountains. Tastes of orchids.", 6800),
        new("longjing", "Longjing, 50 g", "Green, pan-fired in spring. Chestnut and fresh grass.", 8850),
        new("puerh", "Pu-erh, 200 g", "Dark and aged for ten years. Earth, dates, old wood.", 12000),
        new("jasmine", "Jasmine, 80 g", "Pearls rolled by hand, scented for seven nights.", 5400),
    ];

    public static Product? Find(string? id) => All.FirstOrDefault(product => product.Id == id);
}
