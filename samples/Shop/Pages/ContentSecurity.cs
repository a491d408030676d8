namespace Shop;

/// <summary>Lets browsers load what comes from this shop and nothing else, and tell nobody the address of an
/// order.</summary>
public static class ContentSecurity
{
    public static void UseContentSecurity(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.XContentTypeOptions = "nosniff";

        return next(context);
    });
}
