namespace Sala.Web.Operation;

/// <summary>Counts what nobody expected, before a page is made of it.</summary>
internal sealed class FailureMiddleware(RequestDelegate next, DayCounts counts)
{
    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (BadHttpRequestException or InvalidDataException or OperationCanceledException or Sala.Agencies.NotForYouException or Sala.Agencies.RefusedException))
        {
            counts.Count(failure);
            throw;
        }
    }
}
