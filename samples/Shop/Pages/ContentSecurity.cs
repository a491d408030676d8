namespace Shop;

/// <summary>Sets the security headers. Browsers load nothing from other sites, and do not send them the URL of an
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
