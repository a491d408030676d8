using System.Diagnostics.Metrics;

namespace Pyxpro.Sdk.Tests;

/// <summary>Listeners to the SDK's instruments that throw.</summary>
internal static class ThrowingListeners
{
    /// <summary>Returns a listener that throws when it hears of an instrument.</summary>
    public static MeterListener OfInstruments(Func<Meter, bool> isOwn) => Start(new MeterListener
    {
        InstrumentPublished = (instrument, _) =>
        {
            if (IsOfTheSdk(instrument) && isOwn(instrument.Meter))
            {
                throw new InvalidOperationException("published");
            }
        },
    });

    /// <summary>Returns a listener that throws when something is measured.</summary>
    public static MeterListener OfMeasurements(Func<Meter, bool> isOwn)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (IsOfTheSdk(instrument) && isOwn(instrument.Meter))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("time"));
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("count"));

        return Start(listener);
    }

    private static bool IsOfTheSdk(Instrument instrument) => instrument.Meter.Name == "Pyxpro.Sdk";

    private static MeterListener Start(MeterListener listener)
    {
        listener.Start();

        return listener;
    }
}
